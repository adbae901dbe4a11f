#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "framework/nn/schedule.h"

/// What every optimizer's options end in, in Keras's order.
#define CORNU_OPTIMIZER_OPTIONS            \
  std::optional<double> weight_decay = {}; \
  CORNU_OPTIMIZER_OPTIONS_BUT_DECAY

/// The same for an optimizer that has a weight decay of its own.
#define CORNU_OPTIMIZER_OPTIONS_BUT_DECAY                  \
  std::optional<double> clipnorm = {};                     \
  std::optional<double> clipvalue = {};                    \
  std::optional<double> global_clipnorm = {};              \
  bool use_ema = false;                                    \
  double ema_momentum = 0.99;                              \
  std::optional<int64_t> ema_overwrite_frequency = {};     \
  std::optional<double> loss_scale_factor = {};            \
  std::optional<int64_t> gradient_accumulation_steps = {}; \
  std::string name = {}

namespace cornu {

inline constexpr const char* kWeightDecayDoc =
    "Share of each weight, times the learning rate, that a step takes away.";

/// Describes the members of CORNU_OPTIMIZER_OPTIONS_BUT_DECAY.
void optimizer_fields_but_decay(auto& field, auto& config) {
  field("clipnorm", config.clipnorm, "The largest norm of one variable's gradient.");
  field("clipvalue", config.clipvalue, "The largest magnitude of a gradient's element.");
  field("global_clipnorm", config.global_clipnorm, "The largest norm of all gradients together.");
  field("use_ema", config.use_ema, "Keeps moving averages of the weights; fit ends with them.");
  field("ema_momentum", config.ema_momentum, "Share of the old average at each step.");
  field("ema_overwrite_frequency", config.ema_overwrite_frequency,
        "Steps after which the weights become their averages; null: at the end only.");
  field("loss_scale_factor", config.loss_scale_factor,
        "The loss is multiplied by it, the gradients are divided by it.");
  field("gradient_accumulation_steps", config.gradient_accumulation_steps,
        "Batches whose mean gradient makes one update.");
  field("name", config.name, "Empty: the class's name.");
}

/// Describes the members of CORNU_OPTIMIZER_OPTIONS.
void optimizer_fields(auto& field, auto& config) {
  field("weight_decay", config.weight_decay, kWeightDecayDoc);
  optimizer_fields_but_decay(field, config);
}

/// The common options of any optimizer; what a user's configuration lacks has Keras's default.
struct OptimizerSettings {
  LearningRate learning_rate = 0.001;
  CORNU_OPTIMIZER_OPTIONS;

  template <class C>
  static OptimizerSettings of(const C& config) {
    OptimizerSettings settings;
    const auto copy = [](auto& to, const auto& from) { to = from; };
#define CORNU_COPY(member) \
  if constexpr (requires { config.member; }) copy(settings.member, config.member)
    CORNU_COPY(learning_rate);
    CORNU_COPY(weight_decay);
    CORNU_COPY(clipnorm);
    CORNU_COPY(clipvalue);
    CORNU_COPY(global_clipnorm);
    CORNU_COPY(use_ema);
    CORNU_COPY(ema_momentum);
    CORNU_COPY(ema_overwrite_frequency);
    CORNU_COPY(loss_scale_factor);
    CORNU_COPY(gradient_accumulation_steps);
    CORNU_COPY(name);
#undef CORNU_COPY
    return settings;
  }
  /// ValueError where options contradict one another or are out of range.
  void check() const;
};

}  // namespace cornu
