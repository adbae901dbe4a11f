#include <gtest/gtest.h>

#include "framework/base/atomic_file.h"
#include "framework/base/file.h"
#include "framework/data/npz.h"
#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

/// digits_mlp.json with parts replaced, trained in an empty folder.
class BadRuns : public testing::Test {
 protected:
  using Changes = std::vector<std::pair<std::string, std::string>>;

  static std::string config(const Changes& changes) {
    std::string text(read_file(config_path("digits_mlp.json")).text());
    for (const auto& [from, to] : changes) {
      const size_t at = text.find(from);
      EXPECT_NE(at, std::string::npos) << from;
      if (at != std::string::npos) text.replace(at, from.size(), to);
    }
    return text;
  }

  /// What `cornu train` prints on standard error; it must print nothing else, write nothing and
  /// exit with 2.
  std::string refusal(const std::string& text, const std::vector<std::string>& more = {}) {
    write_file(folder_ / "run.json", text);
    const std::vector<std::string> before = folder_.names();
    std::vector<std::string> arguments = {"train", "run.json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const ProgramResult result = run_program("cornu", folder_.path(), arguments, {"CORNU_DATA="});
    EXPECT_EQ(result.code, 2);
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(folder_.names(), before);
    return result.err;
  }

  TemporaryFolder folder_;
};

TEST_F(BadRuns, syntax) {
  EXPECT_EQ(refusal(config({{"\"seed\": 42,", "\"seed\": 42"}})),
            "ConfigError: wrong JSON syntax in object: unexpected string literal; expected '}'.\n"
            "  at run.json:4:3\n");
}

/// A change of the run file, and what `cornu train` says about it.
struct Refusal {
  const char* name;
  std::vector<std::pair<std::string, std::string>> changes;
  const char* message;
};

class Refused : public BadRuns, public testing::WithParamInterface<Refusal> {};

TEST_P(Refused, with_the_place) {
  EXPECT_EQ(refusal(config(GetParam().changes)), GetParam().message);
}

const Refusal kRefusals[] = {
    {"unknown_section",
     {{R"("seed")", R"("sed")"}},
     "ConfigError: unknown argument \"sed\". Did you mean \"seed\"?\n"
     "  at run.json:3:10 (/sed)\n"},
    {"unknown_layer_class",
     {{R"("Rescaling")", R"("Rescalling")"}},
     "ConfigError: unknown layer class \"Rescalling\". Did you mean \"Rescaling\"?\n"
     "  at run.json:10:24 (/model/config/layers/1/class_name)\n"},
    {"unknown_argument",
     {{R"("units": 64)", R"("unit": 64)"}},
     "ConfigError: Dense: unknown argument \"unit\". Did you mean \"units\"?\n"
     "  at run.json:12:52 (/model/config/layers/3/config/unit)\n"},
    {"missing_argument",
     {{R"("units": 64, )", R"()"}},
     "ConfigError: Dense: \"units\" is missing: Size of the last axis of the output; at least 1.\n"
     "  at run.json:12:43 (/model/config/layers/3/config)\n"},
    {"unknown_optimizer",
     {{R"("Adam")", R"("Adma")"}},
     "ConfigError: unknown optimizer class \"Adma\". Did you mean \"Adam\"?\n"
     "  at run.json:18:33 (/compile/optimizer/class_name)\n"},
    {"unknown_loss",
     {{R"("sparse_categorical_crossentropy")", R"("categorical_crossentrpy")"}},
     "ValueError: unknown loss \"categorical_crossentrpy\". Did you mean "
     "\"categorical_crossentropy\"?\n"
     "  at run.json:19:13 (/compile/loss)\n"},
    {"empty_loss",
     {{R"("sparse_categorical_crossentropy")", R"("")"}},
     "ValueError: unknown loss \"\". Known: \"binary_crossentropy\", "
     "\"binary_focal_crossentropy\", \"categorical_crossentropy\", "
     "\"categorical_focal_crossentropy\", \"categorical_generalized_cross_entropy\", "
     "\"categorical_hinge\", \"circle\", \"cosine_similarity\", \"ctc\", \"dice\", \"hinge\", "
     "\"huber\", "
     "\"kl_divergence\", \"log_cosh\", \"mean_absolute_error\", "
     "\"mean_absolute_percentage_error\", \"mean_squared_error\", "
     "\"mean_squared_logarithmic_error\", \"poisson\", \"sparse_categorical_crossentropy\", "
     "….\n"
     "  at run.json:19:13 (/compile/loss)\n"},
    {"unknown_metric",
     {{R"(["accuracy"])", R"(["accurcy"])"}},
     "ValueError: unknown metric \"accurcy\". Did you mean \"accuracy\"?\n"
     "  at run.json:20:17 (/compile/metrics/0)\n"},
    {"wrong_type",
     {{R"("units": 64)", R"("units": "many")"}},
     "ConfigError: Dense: \"units\" must be an integer, not the string \"many\".\n"
     "  at run.json:12:53 (/model/config/layers/3/config/units)\n"},
    {"negative_units",
     {{R"("units": 64)", R"("units": -5)"}},
     "ValueError: Dense: units must be at least 1, not -5.\n"
     "  at run.json:12:9 (/model/config/layers/3)\n"},
    {"no_batch",
     {{R"("batch_size": 32)", R"("batch_size": 0)"}},
     "ConfigError: fit: \"batch_size\" must be at least 1, not 0.\n"
     "  at run.json:27:39 (/fit/batch_size)\n"},
    {"no_epochs",
     {{R"("epochs": 30)", R"("epochs": 0)"}},
     "ConfigError: fit: \"epochs\" must be at least 1, not 0.\n"
     "  at run.json:27:21 (/fit/epochs)\n"},
    {"unknown_verbosity",
     {{R"("epochs": 30)", R"("verbose": 7)"}},
     "ConfigError: fit: \"verbose\" is 0, 1 or 2, not 7.\n"
     "  at run.json:27:22 (/fit/verbose)\n"},
    {"null_layer",
     {{R"({"class_name": "Flatten"})", R"(null)"}},
     "ConfigError: Sequential: \"layers[2]\" must be a layer: an object, not null.\n"
     "  at run.json:11:9 (/model/config/layers/2)\n"},
    {"null_callback",
     {{R"("epochs": 30)", R"("callbacks": [null])"}},
     "ConfigError: \"callbacks[0]\" must be a callback: its name, or an object with "
     "\"class_name\", not "
     "null.\n"
     "  at run.json:27:25 (/fit/callbacks/0)\n"},
    {"slash_in_a_name",
     {{R"("units": 64)", R"("name": "a/b", "units": 64)"}},
     "ValueError: the name of a layer must not have a \"/\": \"a/b\".\n"
     "  at run.json:12:9 (/model/config/layers/3)\n"},
    {"integer_policy",
     {{R"("seed": 42)", R"("dtype_policy": "int32")"}},
     "ConfigError: \"dtype_policy\" must be a floating type, not \"int32\".\n"
     "  at run.json:3:19 (/dtype_policy)\n"},
    {"unknown_device",
     {{R"("seed": 42)", R"("device": "tpu")"}},
     "DeviceError: unknown device \"tpu\".\n"
     "  hint: use \"auto\", \"cpu\", \"gpu\" or \"gpu:1\".\n"
     "  at run.json:3:13 (/device)\n"},
    {"metric_that_does_not_fit",
     {{R"(["accuracy"])", R"(["mse"])"}},
     "ShapeError: subtract: shapes do not broadcast: a is f32[32,10], b is f32[32].\n"
     "  hint: sizes of each axis, from the last, must be equal or 1.\n"
     "  in the metric \"mse\"\n"
     "  at run.json:20:16 (/compile/metrics)\n"},
    {"no_gpu",
     {{R"("seed": 42)", R"("device": "gpu")"}},
     "DeviceError: this build of Cornu has no device gpu:0.\n"
     "  at run.json:3:13 (/device)\n"},
    {"no_compile",
     {{R"(  "compile": {
    "optimizer": {"class_name": "Adam", "config": {"learning_rate": 0.001}},
    "loss": "sparse_categorical_crossentropy",
    "metrics": ["accuracy"]
  },
)",
       R"()"}},
     "ConfigError: the run file has no \"compile\".\n"
     "  at run.json\n"},
    {"nothing_to_minimise",
     {{R"("loss": "sparse_categorical_crossentropy",)", R"()"}},
     "ValueError: there is no loss to minimise.\n"
     "  hint: give compile() a loss, or call add_loss in a layer.\n"
     "  at run.json:17:14 (/compile)\n"},
    {"no_losses",
     {{R"("sparse_categorical_crossentropy")", R"([])"}},
     "ValueError: compile: 0 losses for 1 output.\n"
     "  at run.json:19:13 (/compile/loss)\n"},
    {"too_many_losses",
     {{R"("sparse_categorical_crossentropy")", R"(["mse", "mae"])"}},
     "ValueError: compile: 2 losses for 1 output.\n"
     "  at run.json:19:13 (/compile/loss)\n"},
    {"loss_of_no_output",
     {{R"("sparse_categorical_crossentropy")", R"({"out": "mse"})"}},
     "ValueError: compile: loss names \"out\", which is no output. Known: \"dense_1\".\n"
     "  at run.json:19:13 (/compile/loss)\n"},
    {"too_many_weights",
     {{R"("sparse_categorical_crossentropy")",
       R"("sparse_categorical_crossentropy", "loss_weights": [1, 2])"}},
     "ValueError: compile: 2 loss_weights for 1 loss.\n"
     "  at run.json:19:64 (/compile/loss_weights)\n"},
    {"loss_that_does_not_fit",
     {{R"("sparse_categorical_crossentropy")", R"("mse")"}},
     "ShapeError: subtract: shapes do not broadcast: a is f32[32,10], b is f32[32].\n"
     "  hint: sizes of each axis, from the last, must be equal or 1.\n"
     "  in the loss of \"dense_1\"\n"
     "  at run.json:19:13 (/compile/loss)\n"},
    {"metric_of_no_output",
     {{R"(["accuracy"])", R"({"out": [["accuracy"]]})"}},
     "ConfigError: \"out[0]\" must be a metric: its name, or an object with \"class_name\", not a "
     "list of 1.\n"
     "  at run.json:20:25 (/compile/metrics/out/0)\n"},
    {"no_optimizer",
     {{R"({"class_name": "Adam", "config": {"learning_rate": 0.001}})", R"(null)"}},
     "ConfigError: compile: \"optimizer\" is missing: nothing would be trained.\n"
     "  at run.json:18:18 (/compile/optimizer)\n"},
    {"negative_rate",
     {{R"(0.001)", R"(-1)"}},
     "ConfigError: Adam: \"learning_rate\" must be at least 0, not -1.0.\n"
     "  at run.json:18:18 (/compile/optimizer)\n"},
    {"rate_that_is_no_number",
     {{R"(0.001)", R"(NaN)"}},
     "ConfigError: Adam: \"learning_rate\" must be at least 0, not nan.\n"
     "  at run.json:18:18 (/compile/optimizer)\n"},
    {"rate_of_another_type",
     {{R"(0.001)", R"("fast")"}},
     "ConfigError: Adam: \"learning_rate\" must be a number, not the string \"fast\".\n"
     "  at run.json:18:69 (/compile/optimizer/config/learning_rate)\n"},
    {"labels_that_are_no_classes",
     {{R"("units": 10)", R"("units": 5, "name": "digit")"}},
     "ValueError: sample 3 has the label 5: the output \"digit\" has 5 classes, labelled from 0 to "
     "4.\n"
     "  at run.json:23:14 (/data/train)\n"},
    {"class_weight_by_name",
     {{R"("epochs": 30)", R"("class_weight": {"a": 1})"}},
     "ConfigError: fit: \"class_weight\" has weights by the number of a class, not by \"a\".\n"
     "  at run.json:27:33 (/fit/class_weight/a)\n"},
    {"split_that_leaves_nothing",
     {{R"("epochs": 30)", R"("validation_split": 0.9999)"},
      {R"(    "validation": {"class_name": "Digits", "config": {"split": "validation"}},
)",
       R"()"}},
     "ValueError: validation_split: 0.9999 of 1258 samples leaves none to train on.\n"
     "  at run.json:26:31 (/fit/validation_split)\n"},
    {"a_log_that_is_no_file",
     {{R"("epochs": 30)",
       R"("callbacks": [{"class_name": "CSVLogger", "config": {"filename": "/dev/null"}}])"}},
     "FileError: CSVLogger: \"/dev/null\" is not a regular file.\n"
     "  at run.json:27:25 (/fit/callbacks/0)\n"},
    {"a_second_processor",
     {{R"("seed": 42)", R"("device": "cpu:1")"}},
     "DeviceError: unknown device \"cpu:1\".\n"
     "  hint: use \"auto\", \"cpu\", \"gpu\" or \"gpu:1\".\n"
     "  at run.json:3:13 (/device)\n"},
    {"negative_patience",
     {{R"("epochs": 30)",
       R"("callbacks": [{"class_name": "EarlyStopping", "config": {"patience": -1}}])"}},
     "ValueError: EarlyStopping: patience must be at least 0, not -1.\n"
     "  at run.json:27:25 (/fit/callbacks/0)\n"},
    {"unknown_monitor",
     {{R"("epochs": 30)",
       R"("callbacks": [{"class_name": "EarlyStopping", "config": {"monitor": "val_los"}}])"}},
     "ValueError: EarlyStopping: there will be no \"val_los\" to watch. Did you mean "
     "\"val_loss\"?\n"
     "  at run.json:27:25 (/fit/callbacks/0)\n"},
    {"unknown_pattern",
     {{R"("epochs": 30)", R"("callbacks": [{"class_name": "ModelCheckpoint", )"
                          R"("config": {"filepath": "{foo}.keras"}}])"}},
     "ValueError: the path \"{foo}.keras\" names \"foo\", which the logs do not have. Known: "
     "\"loss\", \"accuracy\", \"val_loss\", \"val_accuracy\", \"epoch\".\n"
     "  at run.json:27:25 (/fit/callbacks/0)\n"},
    {"checkpoint_into_a_file",
     {{R"("epochs": 30)", R"("callbacks": [{"class_name": "ModelCheckpoint", )"
                          R"("config": {"filepath": "run.json/m.keras"}}])"}},
     "FileError: \"run.json\" cannot be made: Not a directory.\n"
     "  at run.json:27:25 (/fit/callbacks/0)\n"},
    {"unknown_callback",
     {{R"("epochs": 30)", R"("callbacks": [{"class_name": "EarlyStoping"}])"}},
     "ConfigError: unknown callback class \"EarlyStoping\". Did you mean \"EarlyStopping\"?\n"
     "  at run.json:27:40 (/fit/callbacks/0/class_name)\n"},
    {"reshape_that_does_not_fit",
     {{R"({"class_name": "Flatten"})",
       R"({"class_name": "Reshape", "config": {"name": "r", "target_shape": [7, 9]}})"}},
     "ShapeError: target_shape [7,9] does not fit an input of f32[?,8,8,1].\n"
     "  hint: the number of elements of a sample must stay.\n"
     "  in layer \"r\" (Reshape)\n"
     "  at run.json:11:9 (/model/config/layers/2)\n"},
    {"input_that_does_not_fit",
     {{R"("batch_shape": [null, 8, 8, 1])",
       R"("name": "image", "batch_shape": [null, 28, 28, 1])"}},
     "ShapeError: the model's input \"image\" is f32[?,28,28,1], the data are u8[1258,8,8,1].\n"
     "  at run.json:23:14 (/data/train)\n"},
    {"kernel_that_does_not_fit",
     {{R"({"class_name": "Flatten"})",
       R"({"class_name": "Conv2D", "config": {"name": "c", "filters": 2, "kernel_size": 9}})"}},
     "ShapeError: conv: the kernel is larger than the input: x is f32[?,8,8,1] (axis 1 = 8), "
     "kernel is f32[9,9,1,2] (axis 0 = 9).\n"
     "  hint: padding = \"same\" keeps small inputs usable.\n"
     "  in layer \"c\" (Conv2D)\n"
     "  at run.json:11:9 (/model/config/layers/2)\n"},
    {"dilation_beyond_integers",
     {{R"({"class_name": "Flatten"})", R"({"class_name": "Conv2D", )"
                                       R"("config": {"name": "c", "filters": 2, "kernel_size": 3, )"
                                       R"("dilation_rate": 4611686018427387904}})"}},
     "ValueError: Conv2D: dilation_rate holds 4611686018427387904; sizes are at most 2147483647.\n"
     "  at run.json:11:9 (/model/config/layers/2)\n"},
    {"missing_data",
     {{R"({"class_name": "Digits", "config": {"split": "train"}})",
       R"({"class_name": "Npz", "config": {"path": "/nowhere/missing.npz"}})"}},
     "FileError: the data file \"/nowhere/missing.npz\" was not found; tried:\n"
     "    /nowhere/missing.npz\n"
     "  hint: a relative path is looked for there. Set CORNU_DATA to the folder that has it.\n"
     "  at run.json:23:14 (/data/train)\n"},
    {"unknown_source",
     {{R"({"class_name": "Digits", "config": {"split": "train"}})", R"({"class_name": "Digit"})"}},
     "ConfigError: unknown data source \"Digit\". Did you mean \"Digits\"?\n"
     "  at run.json:23:29 (/data/train/class_name)\n"},
    {"no_data",
     {{R"(    "train": {"class_name": "Digits", "config": {"split": "train"}},
)",
       R"()"}},
     "ConfigError: the run file has no \"data.train\".\n"
     "  at run.json\n"},
    {"missing_model",
     {{R"(  "model": {)", R"(  "model": {"path": "/nowhere/model.keras"},
  "environment": {)"}},
     "FileError: the data file \"/nowhere/model.keras\" was not found; tried:\n"
     "    /nowhere/model.keras\n"
     "  hint: a relative path is looked for beside the run file. Set CORNU_DATA to the folder that "
     "has it.\n"
     "  at run.json:4:12 (/model)\n"},
};

INSTANTIATE_TEST_SUITE_P(Run, Refused, testing::ValuesIn(kRefusals),
                         [](const auto& each) { return std::string(each.param.name); });

/// AddressSanitizer ends a program that asks for that much memory.
class HugeSizes : public BadRuns {};

TEST_F(HugeSizes, units_beyond_memory) {
  EXPECT_EQ(
      refusal(config({{R"("units": 64)", R"("name": "d", "units": 1000000000000)"}})),
      "DeviceError: the weight \"kernel\" is f32[64,1000000000000]: there is no memory for it.\n"
      "  in layer \"d\" (Dense)\n"
      "  at run.json:12:9 (/model/config/layers/3)\n");
}

TEST_F(HugeSizes, units_beyond_integers) {
  EXPECT_EQ(refusal(config({{R"("units": 64)", R"("name": "d", "units": 1000000000000000000)"}})),
            "ShapeError: a tensor of shape [64,1000000000000000000] is too large.\n"
            "  in layer \"d\" (Dense)\n"
            "  at run.json:12:9 (/model/config/layers/3)\n");
}

TEST_F(BadRuns, values_of_the_command_line) {
  EXPECT_EQ(refusal(config({}), {"--set", "fit.epoch=3"}),
            "ConfigError: unknown argument \"epoch\". Did you mean \"epochs\"?\n"
            "  at --set fit.epoch=3:1:1\n");
  EXPECT_EQ(refusal(config({}), {"--set", "optimizer.lr=3"}),
            "ConfigError: --set optimizer.lr=3: there is no \"optimizer\". Known: \"seed\", "
            "\"model\", \"compile\", \"data\", \"fit\", \"output\", \"device\", "
            "\"dtype_policy\", \"environment\".\n");
}

TEST_F(BadRuns, data_that_are_not_there) {
  const std::string text =
      refusal(config({{R"({"class_name": "Digits", "config": {"split": "train"}})",
                       R"({"class_name": "Npz", "config": {"path": "missing.npz"}})"}}));
  EXPECT_NE(text.find("FileError: the data file \"missing.npz\" was not found; tried:\n"
                      "    missing.npz\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("  at run.json:23:14 (/data/train)\n"), std::string::npos) << text;
}

constexpr const char* kTrainingData = R"({"class_name": "Digits", "config": {"split": "train"}})";

TEST_F(BadRuns, files_that_are_cut) {
  NpzWriter writer(folder_ / "whole.npz");
  writer.add("x", DType::u8, {2, 8, 8, 1}, Bytes(128));
  writer.add("y", DType::u8, {2}, Bytes(2));
  writer.finish();
  const Bytes whole = read_file(folder_ / "whole.npz");
  write_file(folder_ / "cut.npz", std::span<const std::byte>(whole).first(whole.size() - 30));
  EXPECT_EQ(
      refusal(config({{kTrainingData, R"({"class_name": "Npz", "config": {"path": "cut.npz"}})"}})),
      "FileError: \"cut.npz\" is not a whole zip archive: it is cut, or another kind of file.\n"
      "  at run.json:23:14 (/data/train)\n");
  write_file(folder_ / "cut-idx", std::string_view("\0\0\x08\x03\0\0\0\x02\0\0\0\x08\0\0\0\x08"
                                                   "abc",
                                                   19));
  write_file(folder_ / "cut.gz", std::string_view("\x1f\x8b\x08\0\0\0\0\0\0\3abc", 13));
  for (const auto& [name, message] :
       {std::pair{"cut-idx",
                  "FileError: \"cut-idx\" claims u8[2, 8, 8], far more than its 19 bytes hold.\n"
                  "  at run.json:23:14 (/data/train)\n"},
        {"cut.gz",
         "FileError: \"cut.gz\" is cut: it ends within its packed data.\n"
         "  at run.json:23:14 (/data/train)\n"}})
    EXPECT_EQ(
        refusal(config({{kTrainingData, std::string(R"({"class_name": "Idx", "config": {"x": ")") +
                                            name + "\"}}"}})),
        message);
}

/// Two branches, merged.
std::string merged(const std::string& units, const std::string& merge) {
  return R"({"model": {"class_name": "Functional", "config": {"layers": [
  {"class_name": "InputLayer", "config": {"name": "a", "batch_shape": [null, 8, 8, 1]}},
  {"class_name": "Flatten", "config": {"name": "f"}, "inputs": ["a"]},
  {"class_name": "Dense", "config": {"name": "b", "units": )" +
         units + R"(}, "inputs": ["f"]},
  {"class_name": ")" +
         merge + R"(", "config": {"name": "m"}, "inputs": ["f", "b"]}],
  "input_layers": ["a"], "output_layers": ["m"]}},
  "compile": {"loss": "mse"}, "data": {"train": {"class_name": "Digits"}}})";
}

TEST_F(BadRuns, branches_that_do_not_fit) {
  EXPECT_EQ(refusal(merged("5", "Add")),
            "ShapeError: it cannot merge inputs whose sizes differ: [?,64] and [?,5].\n"
            "  in layer \"m\" (Add)\n"
            "  at run.json:5:3 (/model/config/layers/3)\n");
  EXPECT_EQ(refusal(merged("5", "Ad")),
            "ConfigError: unknown layer class \"Ad\". Did you mean \"Add\"?\n"
            "  at run.json:5:18 (/model/config/layers/3/class_name)\n");
}

}  // namespace
}  // namespace cornu
