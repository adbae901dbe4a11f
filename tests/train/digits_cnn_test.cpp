#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

TEST(DigitsCnn, is_as_accurate_as_keras_is) {
  std::vector<double> scores;
  for (int seed = 1; seed <= 5; ++seed) {
    const TemporaryFolder folder;
    const ProgramResult result =
        run_program("cornu", folder.path(),
                    {"train", config_path("digits_cnn.json"), "--output", "run", "--set",
                     "fit.verbose=0", "--set", "seed=" + std::to_string(seed)});
    ASSERT_EQ(result.code, 0) << result.err;
    scores.push_back(read_json(folder / "run/evaluation.json")["accuracy"].as_double());
  }
  std::sort(scores.begin(), scores.end());
  EXPECT_GE(scores[0], 0.975);
  EXPECT_GE(scores[2], 0.983);
}

}  // namespace
}  // namespace cornu
