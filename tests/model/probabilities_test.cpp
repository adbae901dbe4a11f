#include <gtest/gtest.h>

#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "layers/layers.h"
#include "tests/support/keras_pattern.h"
#include "tests/support/policy_scope.h"

/// What Keras 3.15 gives for probabilities that are 0 in float32: losses go back to the logits
/// behind a softmax or sigmoid only where no cast lies between, metrics always do.
namespace cornu {
namespace {

/// The logits are 60 and 0, or -40.
Sequential certain(bool several, const CompileOptions& options) {
  Sequential model({Input({2}), several ? layers::Dense(2, {.activation = "softmax"})
                                        : layers::Dense(1, {.activation = "sigmoid"})});
  const DType dtype = model.get_weights()[0].dtype();
  const Tensor kernel = several ? constant({{60.f, 0.f}, {0.f, 0.f}}) : constant({{-40.f}, {0.f}});
  model.set_weights({ops::cast(kernel, dtype), zeros({several ? 2 : 1}, dtype)});
  model.compile(options);
  return model;
}

TEST(Probabilities, BecomeLogitsInMetricsAndInLossesOfFloat32) {
  struct Case {
    const char* name;
    bool several;
    Tensor y;
    double recovered, clipped;
    bool metric = true;
  };
  const Tensor second = constant({{0.f, 1.f}});
  const Case cases[] = {
      {"sparse_categorical_crossentropy", true, constant({1}), 60, 16.1181},
      {"categorical_crossentropy", true, second, 60, 16.1181},
      {"binary_crossentropy", false, constant({{1.f}}), 40, 16.1181},
      {"binary_focal_crossentropy", false, constant({{1.f}}), 40, 16.1181, false},
      {"categorical_focal_crossentropy", true, second, 4.02952, 4.02952, false}};  // never
  for (const char* policy : {"float32", "mixed_bfloat16", "mixed_float16", "float64"}) {
    const PolicyScope scope(policy);
    for (const Case& each : cases) {
      SCOPED_TRACE(concat(policy, " ", each.name));
      CompileOptions options{.loss = each.name};
      if (each.metric) options.metrics = {each.name};
      const Logs logs =
          certain(each.several, options).evaluate(constant({{1.f, 0.f}}), each.y, {.verbose = 0});
      const bool recovers = std::string_view(policy) == "float32";
      expect_logs(logs, {{"loss", recovers ? each.recovered : each.clipped}});
      if (each.metric) expect_logs(logs, {{each.name, each.recovered}});
    }
  }
}

}  // namespace
}  // namespace cornu
