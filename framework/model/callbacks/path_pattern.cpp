#include "framework/model/callbacks/path_pattern.h"

#include <array>
#include <cstdio>
#include <vector>

#include "framework/base/error.h"

namespace cornu {

namespace {

bool is_whole(std::string_view name) { return name == "epoch" || name == "batch"; }

/// `spec` is what stands after the colon: width, precision and one of d, e, f, g.
std::string format_number(double value, bool whole, const std::string& spec) {
  if (spec.empty())
    return whole ? std::to_string(static_cast<long long>(value)) : number_text(value);
  const char kind = spec.back();
  const std::string size = spec.substr(0, spec.size() - 1);
  const bool sized = size.find_first_not_of("0123456789.") == std::string::npos;
  if (!sized || size.size() > 8 || std::string_view("defg").find(kind) == std::string_view::npos ||
      (kind == 'd' && !whole))
    fail<ValueError>("the format ", quote(spec), " is not understood.\n  hint: use a width and a ",
                     "precision with d, e, f or g, as in {epoch:02d} and {val_loss:.3f}.");
  std::array<char, 400> text;
  if (kind == 'd')
    std::snprintf(text.data(), text.size(), ("%" + size + "lld").c_str(),
                  static_cast<long long>(value));
  else
    std::snprintf(text.data(), text.size(), ("%" + size + kind).c_str(), value);
  return text.data();
}

}  // namespace

std::string fill_path(std::string_view pattern, const Logs& values) {
  std::string path;
  for (size_t at = 0; at < pattern.size(); ++at) {
    const size_t end = pattern[at] == '{' ? pattern.find('}', at) : std::string_view::npos;
    if (end == std::string_view::npos) {
      path += pattern[at];
      continue;
    }
    const std::string_view field = pattern.substr(at + 1, end - at - 1);
    const size_t colon = field.find(':');
    const std::string_view name = field.substr(0, colon);
    const double* value = values.find(name);
    if (!value) {
      std::vector<std::string> known;
      for (const auto& entry : values) known.push_back(entry.first);
      fail<ValueError>("the path ", quote(pattern), " names ", quote(name),
                       ", which the logs do not have.", suggest(name, known));
    }
    path += format_number(
        *value, is_whole(name),
        colon == std::string_view::npos ? std::string() : std::string(field.substr(colon + 1)));
    at = end;
  }
  return path;
}

}  // namespace cornu
