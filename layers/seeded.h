#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "framework/base/error.h"
#include "framework/nn/layer_ref.h"
#include "framework/ops/random.h"
#include "framework/runtime/tracer.h"

namespace cornu {

/// Base of a layer that draws random numbers in training, from a stream of its own.
template <class C>
class SeededLayer : public Layer<C> {
 public:
  bool supports_masking() const override { return true; }
  Variables own_states() const override {
    return generator_ ? Variables{generator_->state()} : Variables();
  }

 protected:
  /// `amount`, the argument of that name, says how much the layer changes: from 0, nothing, to 1;
  /// ValueError otherwise.
  SeededLayer(C config, std::string_view layer, std::string_view argument, double C::*amount)
      : Layer<C>(std::move(config)) {
    const double given = this->config().*amount;
    if (!(given >= 0 && given <= 1))
      fail<ValueError>(layer, ": ", argument, " must be between 0 and 1, not ", given, ".");
    if (given == 0) return;
    const OutsideTrace outside;
    generator_.emplace(this->config().seed);
  }
  bool does_nothing(const CallContext& context) const { return !context.training || !generator_; }
  const SeedGenerator& generator() const { return *generator_; }

 private:
  std::optional<SeedGenerator> generator_;  // its state is no weight, and in no model file
};

}  // namespace cornu
