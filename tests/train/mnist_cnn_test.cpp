#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

/// The median accuracy of three seeds on the last 2,000 of MNIST's 10,000 test images, after
/// training on the first 8,000.
class MnistCnn : public testing::Test {
 protected:
  void SetUp() override {
    data_ = data_folder_with("mnist/t10k-images-idx3-ubyte.gz");
    if (data_.empty()) GTEST_SKIP() << "CORNU_DATA names no folder that has mnist/";
  }

  double median_accuracy(int epochs) const {
    std::vector<double> scores;
    for (int seed = 1; seed <= 3; ++seed) {
      const TemporaryFolder folder;
      const ProgramResult result =
          run_program("cornu", folder.path(),
                      {"train", config_path("mnist_cnn.json"), "--output", "run", "--set",
                       "fit.verbose=0", "--set", "seed=" + std::to_string(seed), "--set",
                       "fit.epochs=" + std::to_string(epochs)});
      EXPECT_EQ(result.code, 0) << result.err;
      if (result.code != 0) return 0;
      scores.push_back(read_json(folder / "run/evaluation.json")["accuracy"].as_double());
    }
    std::sort(scores.begin(), scores.end());
    return scores[1];
  }

  std::string data_;
};

TEST_F(MnistCnn, learns_in_six_epochs) { EXPECT_GE(median_accuracy(6), 0.975); }

TEST_F(MnistCnn, learns_more_in_twenty) {
  if (!is_full_test()) GTEST_SKIP() << "20 epochs are for ./bootstrap test full";
  EXPECT_GE(median_accuracy(20), 0.985);
}

}  // namespace
}  // namespace cornu
