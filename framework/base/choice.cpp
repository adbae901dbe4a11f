#include "framework/base/choice.h"

#include <algorithm>
#include <vector>

#include "framework/base/strings.h"

namespace cornu {

size_t find_choice(std::string_view name, std::span<const std::string_view> names) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<size_t>(found - names.begin());
  const std::vector<std::string> known(names.begin(), names.end());
  fail<ValueError>("unknown choice ", quote(name), ".", suggest(name, known));
}

}  // namespace cornu
