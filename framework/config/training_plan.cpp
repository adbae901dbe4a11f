#include "framework/config/training_plan.h"

#include <charconv>

#include "framework/base/json_place.h"

namespace cornu {

namespace {

ClassWeight class_weight_of(const std::map<std::string, double>& weights) {
  ClassWeight by_label;
  for (const auto& [name, weight] : weights) {
    int64_t label = 0;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), label);
    if (read.ec != std::errc() || read.ptr != name.data() + name.size())
      fail<ConfigError>("fit: \"class_weight\" has weights by the number of a class, not by ",
                        quote(name), ".");
    by_label[label] = weight;
  }
  return by_label;
}

FitOptions fit_options(const FitSection& section) {
  return {.epochs = section.epochs,
          .batch_size = section.batch_size,
          .verbose = static_cast<int>(section.verbose),
          .validation_split = section.validation_split,
          .shuffle = section.shuffle,
          .class_weight = class_weight_of(section.class_weight),
          .initial_epoch = section.initial_epoch,
          .steps_per_epoch = section.steps_per_epoch,
          .validation_steps = section.validation_steps,
          .validation_batch_size = section.validation_batch_size,
          .validation_freq = section.validation_freq,
          .callbacks = section.callbacks};
}

}  // namespace

void compile_model(const Run& run) {
  const Json& json = run.file.compile;
  if (json.is_null()) {
    if (run.model.compiled()) return;
    fail<ConfigError>("the run file has no \"compile\".\n  at ", run.path);
  }
  try {
    run.model.compile(compile_options_from_json(json));
  } catch (Error& error) {
    add_json_place(error, json);
    throw;
  }
}

TrainingPlan::TrainingPlan(const Run& run)
    : model_(run.model), options_(fit_options(run.file.fit)) {
  compile_model(run);
  const DataSection& data = run.file.data;
  if (!data.train) fail<ConfigError>("the run file has no \"data.train\".\n  at ", run.path);
  train_ = run.load(*data.train);
  if (data.validation) options_.validation_data = run.load(*data.validation);
  if (data.test) test_ = run.load(*data.test);
}

History TrainingPlan::fit(const Callbacks& more) const {
  FitOptions options = options_;
  options.callbacks.insert(options.callbacks.end(), more.begin(), more.end());
  return model_.fit(train_, options);
}

std::optional<Logs> TrainingPlan::evaluate() const {
  if (!test_) return std::nullopt;
  return model_.evaluate(*test_, {.batch_size = options_.batch_size, .verbose = 0});
}

}  // namespace cornu
