#include "framework/model/callbacks/path_pattern.h"

#include <fmt/format.h>

#include <vector>

#include "framework/base/error.h"

namespace cornu {

namespace {

bool is_whole(std::string_view name) { return name == "epoch" || name == "batch"; }

/// `spec` is what stands after the colon, Python's.
std::string format_number(double value, bool whole, const std::string& spec) {
  if (spec.empty() && !whole) return number_text(value);
  const bool percent = spec.ends_with('%');
  const std::string format =
      concat("{:", percent ? spec.substr(0, spec.size() - 1) + "f" : spec, "}");
  try {
    if (percent) return fmt::format(fmt::runtime(format), 100 * value) + "%";
    const bool real = !spec.empty() && std::string_view("eEfFgG").find(spec.back()) != spec.npos;
    return whole && !real ? fmt::format(fmt::runtime(format), static_cast<int64_t>(value))
                          : fmt::format(fmt::runtime(format), value);
  } catch (const fmt::format_error&) {
    fail<ValueError>("the format ", quote(spec), " is not understood.\n  hint: it is Python's, as ",
                     "in {epoch:02d} and {val_loss:.3f}.");
  }
}

}  // namespace

std::string fill_path(std::string_view pattern, const Logs& values) {
  std::string path;
  for (size_t at = 0; at < pattern.size(); ++at) {
    if ((pattern[at] == '{' || pattern[at] == '}') &&
        pattern.substr(at + 1, 1) == pattern.substr(at, 1)) {
      path += pattern[at++];  // "{{" stands for "{"
      continue;
    }
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
