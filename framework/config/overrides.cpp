#include "framework/config/overrides.h"

#include <algorithm>
#include <charconv>

#include "framework/base/error.h"
#include "framework/base/strings.h"

namespace cornu {

namespace {

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> steps;
  for (size_t at = 0; at <= path.size();) {
    const size_t dot = std::min(path.find('.', at), path.size());
    steps.emplace_back(path.substr(at, dot - at));
    at = dot + 1;
  }
  return steps;
}

/// The value on the right, which remembers the option that gave it.
Json read_value(std::string_view text, const std::string& source) {
  try {
    return parse_json(text, source);
  } catch (const ConfigError&) {
    return parse_json(Json(text).dump(), source);
  }
}

class Override {
 public:
  Override(std::string_view path, std::string option, std::span<const std::string> sections)
      : steps_(split_path(path)), option_(std::move(option)), sections_(sections) {}

  void set(Json& at, size_t depth, const Json& value) const {
    if (depth == steps_.size()) {
      at = value;
    } else if (at.is_array()) {
      set_element(at, depth, value);
    } else if (at.is_object()) {
      set_member(at, depth, value);
    } else {
      fail<ConfigError>(option_, ": ", quote(join(std::span(steps_).first(depth), ".")), " is ",
                        at.brief(), " and has no member ", quote(steps_[depth]), ".");
    }
  }

 private:
  void set_element(Json& at, size_t depth, const Json& value) const {
    const std::string& step = steps_[depth];
    size_t index = 0;
    const auto read = std::from_chars(step.data(), step.data() + step.size(), index);
    if (read.ec != std::errc() || read.ptr != step.data() + step.size() || index >= at.size())
      fail<ConfigError>(option_, ": ", quote(join(std::span(steps_).first(depth), ".")),
                        " is a list of ", at.size(), ", counted from 0; it has no ", quote(step),
                        ".");
    Json::Array elements = at.as_array();
    set(elements[index], depth + 1, value);
    at = Json(std::move(elements));
  }

  void set_member(Json& at, size_t depth, const Json& value) const {
    const std::string& step = steps_[depth];
    const bool last = depth + 1 == steps_.size();
    const Json* member = at.find(step);
    if (!member && !last && !may_be_made(depth)) fail_unknown(at, depth);
    Json changed = member ? *member : last ? Json() : Json::object();
    set(changed, depth + 1, value);
    at.set(step, std::move(changed));
  }

  bool may_be_made(size_t depth) const {
    return depth == 0 ? std::count(sections_.begin(), sections_.end(), steps_[0]) > 0
                      : steps_[depth] == "config";
  }

  [[noreturn]] void fail_unknown(const Json& at, size_t depth) const {
    std::vector<std::string> known;
    for (const JsonMember& member : at.as_object()) known.push_back(member.key);
    if (depth == 0)
      for (const std::string& section : sections_)
        if (!at.contains(section)) known.push_back(section);
    fail<ConfigError>(option_, ": there is no ",
                      quote(join(std::span(steps_).first(depth + 1), ".")), ".",
                      suggest(steps_[depth], known));
  }

  std::vector<std::string> steps_;
  std::string option_;
  std::span<const std::string> sections_;
};

}  // namespace

void apply_override(Json& document, std::string_view assignment,
                    std::span<const std::string> sections) {
  const std::string option = concat("--set ", assignment);
  const size_t equals = assignment.find('=');
  if (equals == std::string_view::npos || equals == 0)
    fail<ConfigError>(option, ": it must be a path and a value, as in fit.epochs=3.");
  const Json value = read_value(assignment.substr(equals + 1), option);
  Override(assignment.substr(0, equals), option, sections).set(document, 0, value);
}

}  // namespace cornu
