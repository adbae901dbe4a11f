#include "framework/config/run_file.h"

#include <gtest/gtest.h>

#include "framework/base/atomic_file.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

class RunFileTest : public testing::Test {
 protected:
  RunFile read(std::string_view text, const std::vector<std::string>& overrides = {}) {
    write_file(folder_ / "run.json", text);
    return read_run_file(folder_ / "run.json", overrides);
  }
  /// The error, with the folder's name cut out of it.
  std::string error(std::string_view text, const std::vector<std::string>& overrides = {}) {
    std::string message = error_of([&] { read(text, overrides); });
    for (size_t at; (at = message.find(folder_.path() + "/")) != std::string::npos;)
      message.erase(at, folder_.path().size() + 1);
    return message;
  }

  TemporaryFolder folder_;
};

TEST_F(RunFileTest, has_keras_defaults) {
  const RunFile run = read(R"({"model": {}})");
  EXPECT_FALSE(run.seed.has_value());
  EXPECT_EQ(run.device, "auto");
  EXPECT_EQ(run.dtype_policy.name(), "float32");
  EXPECT_EQ(run.fit.epochs, 1);
  EXPECT_FALSE(run.fit.batch_size.has_value());  // 32, or by steps_per_epoch
  EXPECT_EQ(run.fit.shuffle.value(), Shuffle::samples);
  EXPECT_FALSE(run.data.train.has_value());
}

TEST_F(RunFileTest, reads_sections_and_comments) {
  const RunFile run = read(R"({
    // which digits
    "seed": 42, "dtype_policy": "mixed_bfloat16", "model": {},
    "data": {"test": {"class_name": "Digits", "config": {"split": "test"}}},
    "fit": {"epochs": 3, "class_weight": {"0": 2.0}, "shuffle": "batch"},
    "output": "runs/x"
  })",
                           {"fit.epochs=5", "data.test.config.split=all"});
  EXPECT_EQ(run.seed, 42);
  EXPECT_EQ(run.dtype_policy.name(), "mixed_bfloat16");
  EXPECT_EQ(run.fit.epochs, 5);
  EXPECT_EQ(run.fit.shuffle.value(), Shuffle::batches);
  EXPECT_EQ(run.fit.class_weight.at("0"), 2.0);
  EXPECT_EQ(run.data.test->config.to_json().dump(), R"({"split": "all"})");
  EXPECT_EQ(run.output, "runs/x");
}

TEST_F(RunFileTest, refuses_wrong_syntax) {
  EXPECT_EQ(error("{\n  \"seed\": 42,\n  \"model\" {}\n}"),
            "ConfigError: wrong JSON syntax in object separator: unexpected '{'; expected ':'.\n"
            "  at run.json:3:11");
  EXPECT_EQ(error("{\"seed\": 1, \"seed\": 2}"),
            "ConfigError: the key \"seed\" stands twice, first in line 1.\n"
            "  at run.json:1:21 (/seed)");
}

TEST_F(RunFileTest, refuses_unknown_keys) {
  EXPECT_EQ(error(R"({"modle": {}})"),
            "ConfigError: unknown argument \"modle\". Did you mean \"model\"?\n"
            "  at run.json:1:11 (/modle)");
  EXPECT_EQ(error("{\"model\": {},\n \"fit\": {\"epoch\": 3}}"),
            "ConfigError: unknown argument \"epoch\". Did you mean \"epochs\"?\n"
            "  at run.json:2:19 (/fit/epoch)");
  EXPECT_EQ(error(R"({"data": {"train": {"class_name": "Digit"}}})"),
            "ConfigError: unknown data source \"Digit\". Did you mean \"Digits\"?\n"
            "  at run.json:1:35 (/data/train/class_name)");
  EXPECT_EQ(error(R"({"data": {"train": {"class_name": "Digits", "config": {"spilt": "x"}}}})"),
            "ConfigError: Digits: unknown argument \"spilt\". Did you mean \"split\"?\n"
            "  at run.json:1:65 (/data/train/config/spilt)");
}

TEST_F(RunFileTest, refuses_wrong_types_and_sizes) {
  EXPECT_EQ(error(R"({"model": {}, "fit": {"epochs": "ten"}})"),
            "ConfigError: \"epochs\" must be an integer, not the string \"ten\".\n"
            "  at run.json:1:33 (/fit/epochs)");
  EXPECT_EQ(error(R"({"model": {}, "fit": {"batch_size": 0}})"),
            "ConfigError: fit: \"batch_size\" must be at least 1, not 0.\n"
            "  at run.json:1:37 (/fit/batch_size)");
  EXPECT_EQ(error(R"({"model": {}, "fit": {"validation_split": 1.5}})"),
            "ConfigError: fit: \"validation_split\" must be at least 0 and below 1, not 1.5.\n"
            "  at run.json:1:43 (/fit/validation_split)");
  EXPECT_EQ(error(R"({"model": {}})", {"fit.epochs=-3"}),
            "ConfigError: fit: \"epochs\" must be at least 1, not -3.\n"
            "  at --set fit.epochs=-3:1:1");
}

TEST_F(RunFileTest, refuses_files_without_a_model_and_missing_files) {
  EXPECT_EQ(error("{}"), "ConfigError: the run file has no \"model\".\n  at run.json:1:1");
  EXPECT_EQ(error_of([] { read_run_file("/nowhere/run.json"); }),
            "FileError: \"/nowhere/run.json\" cannot be opened: No such file or directory.");
}

TEST(DefaultOutput, is_named_after_the_run_file) {
  EXPECT_EQ(default_output("configs/mnist_cnn.json"), "runs/mnist_cnn");
  EXPECT_EQ(default_output("mnist"), "runs/mnist");
}

}  // namespace
}  // namespace cornu
