#include "framework/config/run_file.h"

#include <charconv>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/config/overrides.h"

namespace cornu {

namespace {

constexpr uint64_t kLargestRunFile = uint64_t{64} << 20;

/// Refuses a number below `least`.
void check_least(const Json& section, std::string_view name, int64_t least) {
  const Json* value = section.find(name);
  if (value && value->is_int() && value->as_int() < least)
    fail_at(*value, concat("fit: ", quote(name), " must be at least ", least, ", not ",
                           value->as_int(), "."));
}

void check_fit(const Json& section) {
  for (const std::string_view name : {"epochs", "batch_size", "steps_per_epoch", "validation_steps",
                                      "validation_batch_size", "validation_freq"})
    check_least(section, name, 1);
  check_least(section, "initial_epoch", 0);
  check_least(section, "verbose", 0);
  if (const Json* verbose = section.find("verbose"); verbose && verbose->as_int() > 2)
    fail_at(*verbose, concat("fit: \"verbose\" is 0, 1 or 2, not ", verbose->as_int(), "."));
  const Json* split = section.find("validation_split");
  if (split && !(split->as_double() >= 0 && split->as_double() < 1))
    fail_at(*split, concat("fit: \"validation_split\" must be at least 0 and below 1, not ",
                           split->brief(), "."));
  if (const Json* callbacks = section.find("callbacks"))
    for (const Json& callback : callbacks->as_array())
      if (callback.is_null())
        fail_expected("a callback: its name, or an object", callback, {.owner = "fit"});
  if (const Json* weights = section.find("class_weight"))
    for (const JsonMember& member : weights->as_object())
      if (!label_of(member.key))
        fail_at(member.value,
                concat("fit: \"class_weight\" has weights by the number of a class, not by ",
                       quote(member.key), "."));
}

}  // namespace

RunFile read_run_file(const std::string& path, const std::vector<std::string>& overrides) {
  Json document = parse_json(read_file(path, kLargestRunFile).text(), path);
  const std::vector<std::string> sections = field_names(config_type<RunFile>());
  for (const std::string& assignment : overrides) apply_override(document, assignment, sections);
  RunFile run = from_json<RunFile>(document);
  if (run.model.is_null()) fail_at(document, "the run file has no \"model\".");
  if (const Json* fit = document.find("fit")) check_fit(*fit);
  if (!is_floating(run.dtype_policy.variable_dtype()))
    fail_at(document["dtype_policy"], concat("\"dtype_policy\" must be a floating type, not ",
                                             quote(run.dtype_policy.name()), "."));
  run.json = std::move(document);
  return run;
}

std::optional<int64_t> label_of(const std::string& text) {
  int64_t label = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), label);
  const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  return whole ? std::optional(label) : std::nullopt;
}

std::string default_output(const std::string& run_file) {
  std::string name = run_file.substr(run_file.rfind('/') + 1);
  if (name.ends_with(".json") && name.size() > 5) name.resize(name.size() - 5);
  return "runs/" + name;
}

}  // namespace cornu
