#include <gtest/gtest.h>

#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

class Mnist : public testing::TestWithParam<std::string> {};

TEST_P(Mnist, trains_an_epoch) {
  if (data_folder_with("mnist/t10k-images-idx3-ubyte.gz").empty())
    GTEST_SKIP() << "CORNU_DATA names no folder that has mnist/";
  const TemporaryFolder folder;
  const ProgramResult result =
      run_program("cornu", folder.path(),
                  {"train", config_path(GetParam()), "--set", "fit.epochs=1", "--set",
                   "fit.verbose=0", "--output", "run"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_GE(read_json(folder / "run/evaluation.json")["accuracy"].as_double(), 0.85);
}

INSTANTIATE_TEST_SUITE_P(Configs, Mnist, testing::Values("mnist_cnn.json", "mnist_mlp.json"),
                         [](const auto& each) { return each.param.substr(0, 9); });

}  // namespace
}  // namespace cornu
