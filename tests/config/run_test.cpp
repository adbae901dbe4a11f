#include "framework/config/run.h"

#include <gtest/gtest.h>

#include "framework/base/atomic_file.h"
#include "framework/config/results.h"
#include "framework/runtime/process.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

constexpr std::string_view kRun = R"({
  "seed": 7,
  "model": {"class_name": "Sequential", "config": {"layers": [
    {"class_name": "InputLayer", "config": {"batch_shape": [null, 8, 8, 1]}},
    {"class_name": "Flatten"},
    {"class_name": "Dense", "config": {"units": 10}}
  ]}},
  "data": {"train": {"class_name": "Digits"}}
})";

class RunTest : public testing::Test {
 protected:
  cornu::Run open(const std::vector<std::string>& overrides = {}) {
    write_file(folder_ / "run.json", kRun);
    return open_run(folder_ / "run.json", {.overrides = overrides});
  }
  std::string error(const std::vector<std::string>& overrides) {
    std::string message = error_of([&] {
      const cornu::Run run = open(overrides);
      if (run.file.data.train) run.load(*run.file.data.train);
    });
    for (size_t at; (at = message.find(folder_.path() + "/")) != std::string::npos;)
      message.erase(at, folder_.path().size() + 1);
    return message;
  }

  TemporaryFolder folder_;
};

TEST_F(RunTest, makes_model_and_data) {
  const cornu::Run run = open();
  EXPECT_EQ(run.seed, 7U);
  EXPECT_EQ(run.model.count_params(), 650);
  EXPECT_EQ(run.load(*run.file.data.train).size(), 1258);
}

TEST_F(RunTest, gives_the_same_weights_for_the_same_seed) {
  const auto weights = [&](const std::string& seed) {
    return open({"seed=" + seed}).model.get_weights()[0].to_vector<float>();
  };
  EXPECT_EQ(weights("1"), weights("1"));
  EXPECT_NE(weights("1"), weights("2"));
}

TEST_F(RunTest, is_resolved_with_names_seed_and_environment) {
  const Json json = resolved_run(open());
  EXPECT_EQ(json["seed"].as_int(), 7);
  EXPECT_TRUE(json["fit"]["batch_size"].is_null());
  EXPECT_EQ(json["model"]["config"]["layers"][2]["config"]["units"].as_int(), 10);
  EXPECT_EQ(json["environment"]["device"].as_string(), default_device().text());
  EXPECT_EQ(json["environment"]["kernels"].as_string().find("oneDNN "), 0u);
}

TEST_F(RunTest, reads_hand_written_functional_models) {
  const cornu::Run run = open({R"(model={"class_name": "Functional", "config": {"layers": [
      {"class_name": "InputLayer", "config": {"name": "a", "batch_shape": [null, 4]}},
      {"class_name": "InputLayer", "config": {"name": "b", "batch_shape": [null, 4]}},
      {"class_name": "Add", "config": {"name": "sum"}, "inputs": ["a", "b"]},
      {"class_name": "Dense", "config": {"name": "out", "units": 2}, "inputs": ["sum"]}],
      "input_layers": ["a", "b"], "output_layers": ["out"]}})"});
  EXPECT_EQ(run.model.input_names(), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(run.model.output_names(), std::vector<std::string>{"out"});
}

/// AddressSanitizer ends a program that asks for that much.
class HugeSizes : public RunTest {};

TEST_F(HugeSizes, are_refused) {
  EXPECT_EQ(error({"model.config.layers.2.config.units=-5"}),
            "ValueError: Dense: units must be at least 1, not -5.\n"
            "  at run.json:6:5 (/model/config/layers/2)");
  EXPECT_EQ(
      error({"model.config.layers.2.config.units=1000000000000",
             "model.config.layers.2.config.name=d"}),
      "DeviceError: the weight \"kernel\" is f32[64,1000000000000]: there is no memory for it.\n"
      "  in layer \"d\" (Dense)\n"
      "  at run.json:6:5 (/model/config/layers/2)");
  EXPECT_EQ(error({"model.config.layers.2.config.units=1000000000000000000",
                   "model.config.layers.2.config.name=d"}),
            "ShapeError: a tensor of shape [64,1000000000000000000] is too large.\n"
            "  in layer \"d\" (Dense)\n"
            "  at run.json:6:5 (/model/config/layers/2)");
}

TEST_F(RunTest, names_the_layer_and_the_shapes_that_do_not_fit) {
  EXPECT_EQ(error({"model.config.layers.1.class_name=Reshape",
                   "model.config.layers.1.config.target_shape=[7, 9]",
                   "model.config.layers.1.config.name=r"}),
            "ShapeError: target_shape [7,9] does not fit an input of f32[?,8,8,1].\n"
            "  hint: the number of elements of a sample must stay.\n"
            "  in layer \"r\" (Reshape)\n"
            "  at run.json:5:5 (/model/config/layers/1)");
  EXPECT_EQ(error({"model.config.layers.0.config.batch_shape=[null, 28, 28, 1]",
                   "model.config.layers.0.config.name=image"}),
            "ShapeError: the model's input \"image\" is f32[?,28,28,1], the data are "
            "u8[1258,8,8,1].\n  at run.json:8:21 (/data/train)");
}

}  // namespace
}  // namespace cornu
