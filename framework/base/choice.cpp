#include "framework/base/choice.h"

#include <algorithm>
#include <vector>

#include "framework/base/strings.h"

namespace cornu {

namespace {

bool same_letters(std::string_view a, std::string_view b) {
  const auto lower = [](char each) {
    return each >= 'A' && each <= 'Z' ? static_cast<char>(each - 'A' + 'a') : each;
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

size_t find_choice(std::string_view name, std::span<const std::string_view> names) {
  // Keras takes "SAME" and "pr", too.
  const auto found = std::find_if(names.begin(), names.end(),
                                  [&](std::string_view each) { return same_letters(each, name); });
  if (found != names.end()) return static_cast<size_t>(found - names.begin());
  const std::vector<std::string> known(names.begin(), names.end());
  fail<ValueError>("unknown choice ", quote(name), ".", suggest(name, known));
}

}  // namespace cornu
