#include "framework/config/training_plan.h"

#include <cmath>

#include "framework/base/json_place.h"
#include "framework/model/rehearsal.h"

namespace cornu {

namespace {

ClassWeight class_weight_of(const std::map<std::string, double>& weights) {
  ClassWeight by_label;
  for (const auto& [name, weight] : weights) by_label[label_of(name).value()] = weight;
  return by_label;
}

/// The run file's value that stands under `path`, or the nearest one above that.
const Json& value_at(const Run& run, std::initializer_list<std::string_view> path) {
  const Json* place = &run.file.json;
  for (const std::string_view key : path)
    if (const Json* inner = place->find(key)) place = inner;
  return *place;
}

/// Does it; an error gets the place of the value under `path`, or of the argument of compile that
/// it names: only where data meet a model can some of those be found wrong.
template <class F>
auto at(const Run& run, std::initializer_list<std::string_view> path, const F& work) {
  try {
    return work();
  } catch (Error& error) {
    const std::string& message = error.message();
    for (const char* argument : {"loss_weights", "weighted_metrics", "metrics", "loss"})
      if (message.starts_with("compile: ") && message.find(argument) != std::string::npos)
        add_json_place(error, value_at(run, {"compile", argument}));
    add_json_place(error, value_at(run, path));
    throw;
  }
}

void check_optimizer(const OptimizerRef& optimizer) {
  if (!optimizer) fail<ConfigError>("compile: \"optimizer\" is missing: nothing would be trained.");
  const Json config = optimizer->get_config();
  const Json* rate = config.find("learning_rate");
  if (rate && rate->is_number() && !(rate->as_double() >= 0 && std::isfinite(rate->as_double())))
    fail<ConfigError>(optimizer->class_name(), ": \"learning_rate\" must be at least 0, not ",
                      rate->as_double(), ".");
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
  at(run, {"compile"}, [&] { run.model.compile(compile_options_from_json(json)); });
}

TrainingPlan::TrainingPlan(const Run& run)
    : model_(run.model), options_(fit_options(run.file.fit)) {
  compile_model(run);
  at(run, {"compile", "optimizer"}, [&] { check_optimizer(model_.optimizer()); });
  const DataSection& data = run.file.data;
  if (!data.train) fail<ConfigError>("the run file has no \"data.train\".\n  at ", run.path);
  const std::vector<std::string> known = model_.class_names();
  model_.set_class_names({});  // a model from a file may learn other classes
  train_ = run.load(*data.train);
  model_.set_class_names(train_.class_names().empty() ? known : train_.class_names());
  if (data.validation) options_.validation_data = run.load(*data.validation);
  if (data.test) test_ = run.load(*data.test);
  if (!data.validation && options_.validation_split > 0)
    at(run, {"fit", "validation_split"}, [&] { train_.split(options_.validation_split); });
  rehearse(run);
  check_callbacks(run);
}

void TrainingPlan::rehearse(const Run& run) const {
  Trainer& trainer = model_.trainer();
  const auto prepare = [&](std::string_view part, const Dataset& dataset) {
    return at(run, {"data", part}, [&] { return Rehearsal(trainer, dataset, batch_size()); });
  };
  const Rehearsal training = prepare("train", train_);
  at(run, {"compile", "loss"}, [&] { training.try_losses(); });
  at(run, {"compile", "metrics"}, [&] { training.try_metrics(); });
  at(run, {"data", "train"}, [&] { training.check_labels(); });
  const auto check = [&](std::string_view part, const Dataset& dataset) {
    const Rehearsal other = prepare(part, dataset);
    at(run, {"data", part}, [&] { other.check(); });
  };
  if (!options_.validation_data.empty()) check("validation", options_.validation_data.dataset());
  if (test_) check("test", *test_);
}

void TrainingPlan::check_callbacks(const Run& run) const {
  std::vector<std::string> logs = model_.trainer().metric_names();
  if (!options_.validation_data.empty() || options_.validation_split > 0)
    for (size_t i = 0, count = logs.size(); i < count; ++i) logs.push_back("val_" + logs[i]);
  for (size_t i = 0; i < options_.callbacks.size(); ++i) {
    try {
      options_.callbacks[i]->check(model_.trainer(), logs);
    } catch (Error& error) {
      add_json_place(error, run.file.json["fit"]["callbacks"][i]);
      throw;
    }
  }
}

int64_t TrainingPlan::samples() const {
  const bool split = options_.validation_data.empty() && options_.validation_split > 0;
  return split ? train_.split(options_.validation_split).first.size() : train_.size();
}

int64_t TrainingPlan::batch_size() const {
  return batch_size_of(options_.batch_size, options_.steps_per_epoch, samples());
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
