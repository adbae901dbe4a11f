#include <gtest/gtest.h>

#include "framework/ops/ops.h"
#include "tests/support/keras_pattern.h"

/// Under which names evaluate gives numbers; Keras 3.15's names and numbers.
namespace cornu {
namespace {

Tensor weights() { return ops::square(pattern({10}, 0.9)); }

/// Exactly these.
void expect_all(const Logs& logs, const Logs& expected) {
  std::string names;
  for (const auto& entry : logs) names += entry.first + " ";
  EXPECT_EQ(logs.size(), expected.size()) << names;
  expect_logs(logs, expected);
}

Logs weighed(const CompileOptions& options) {
  return line(options).evaluate(line_x(), line_y(),
                                {.batch_size = 4, .verbose = 0, .sample_weight = weights()});
}

TEST(LogNames, TellMetricsOfOneNameApart) {
  const double plain = 1.15032, weighted = 0.838003;
  const Logs::Entry loss = {"loss", 0.492897};
  expect_all(weighed({.weighted_metrics = {"mae", "mae"}}),
             {loss, {"mae", weighted}, {"weighted_mae", weighted}});
  expect_all(weighed({.weighted_metrics = {"mae", "mae", "mae"}}),
             {loss, {"mae", weighted}, {"weighted_mae", weighted}, {"weighted_mae_1", weighted}});
  expect_all(weighed({.metrics = {"mae", "mae"}, .weighted_metrics = {"mae", "mae"}}),
             {loss,
              {"mae", plain},
              {"mae_1", plain},
              {"weighted_mae", weighted},
              {"weighted_mae_1", weighted}});
  expect_all(weighed({.metrics = {"mae", "mae", "mae"}, .weighted_metrics = {"mae", "mae", "mae"}}),
             {loss,
              {"mae", plain},
              {"mae_1", plain},
              {"mae_2", plain},
              {"weighted_mae", weighted},
              {"weighted_mae_1", weighted},
              {"weighted_mae_2", weighted}});
}

}  // namespace
}  // namespace cornu
