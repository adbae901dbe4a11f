#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "framework/base/file.h"
#include "framework/base/json.h"
#include "framework/data/npz.h"
#include "framework/data/sources/digits.h"
#include "framework/saving/model_file.h"
#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

class Train : public testing::Test {
 protected:
  ProgramResult train(const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"train", config_path("digits_mlp.json"), "--threads",
                                          "1"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_program("cornu", folder_.path(), arguments);
  }

  TemporaryFolder folder_;
};

TEST_F(Train, learns_the_digits) {
  const ProgramResult result = train({"--set", "fit.verbose=0"});
  EXPECT_EQ(result.err, "");
  ASSERT_EQ(result.code, 0);
  const std::string output = folder_ / "runs/digits_mlp/";
  EXPECT_GE(read_json(output + "evaluation.json")["accuracy"].as_double(), 0.95);
  const Json history = read_json(output + "history.json");
  for (const char* name : {"loss", "accuracy", "val_loss", "val_accuracy"})
    EXPECT_EQ(history[name].size(), 30U) << name;
  EXPECT_LT(history["loss"][29].as_double(), history["loss"][0].as_double());
  const Json run = read_json(output + "run.json");
  EXPECT_EQ(run["seed"].as_int(), 42);
  EXPECT_EQ(run["environment"]["threads"].as_int(), 1);
}

TEST_F(Train, leaves_a_model_that_evaluates_and_predicts) {
  ASSERT_EQ(train({"--set", "fit.epochs=2"}).code, 0);
  const auto run = [&](const std::vector<std::string>& arguments) {
    const ProgramResult result = run_program("cornu", folder_.path(), arguments);
    EXPECT_EQ(result.code, 0) << result.err;
    return result.out;
  };
  const Json scores = parse_json(run({"evaluate", config_path("digits_mlp.json"), "--json"}), "");
  const Json before = read_json(folder_ / "runs/digits_mlp/evaluation.json");
  EXPECT_NEAR(scores["loss"].as_double(), before["loss"].as_double(), 1e-5);
  EXPECT_EQ(scores["accuracy"].as_double(), before["accuracy"].as_double());

  const Dataset test = datasets::digits({.split = "test"});
  Bytes pixels(test.x().single().spec().bytes());
  test.x().single().copy_to(pixels.data());
  NpzWriter file(folder_ / "x.npz");
  file.add("x", DType::u8, {test.size(), 8, 8, 1}, pixels);
  file.finish();
  const std::string model = "runs/digits_mlp/model.keras";
  const std::string top = run({"predict", model, "--data", "x.npz"});
  EXPECT_EQ(std::count(top.begin(), top.end(), '\n'), test.size());
  run({"predict", model, "--data", "x.npz", "--output", "y.npz"});
  run({"predict", model, "--data", "x.npz", "--output", "y.json"});
  const NpzReader outputs = NpzReader::open(folder_ / "y.npz");
  ASSERT_EQ(outputs.names().size(), 1U);
  EXPECT_EQ(outputs.read(outputs.names()[0]).shape, (std::vector<int64_t>{test.size(), 10}));
  const Json json = read_json(folder_ / "y.json");
  EXPECT_EQ(json[outputs.names()[0]].size(), static_cast<size_t>(test.size()));
}

TEST_F(Train, goes_on_from_a_model_file) {
  ASSERT_EQ(train({"--set", "fit.epochs=2"}).code, 0);
  const ProgramResult result =
      train({"--set", "model={\"path\": \"" + (folder_ / "runs/digits_mlp/model.keras") + "\"}",
             "--set", "compile=null", "--set", "fit.epochs=1", "--output", "more"});
  ASSERT_EQ(result.code, 0) << result.err;
  const Json first = read_json(folder_ / "runs/digits_mlp/history.json");
  EXPECT_LT(read_json(folder_ / "more/history.json")["loss"][0].as_double(),
            first["loss"][1].as_double());
}

TEST_F(Train, keeps_the_names_of_classes_that_the_data_do_not_know) {
  ASSERT_EQ(train({"--set", "fit.epochs=1"}).code, 0);
  NpzWriter file(folder_ / "more.npz");
  const std::string zeros(256, '\0');
  file.add("x", DType::u8, {4, 8, 8, 1}, as_bytes(zeros));
  file.add("y", DType::u8, {4}, as_bytes(zeros).first(4));
  file.finish();
  const std::string data =
      R"({"train": {"class_name": "Npz", "config": {"path": ")" + (folder_ / "more.npz") + "\"}}}";
  const ProgramResult result = train(
      {"--set", "model={\"path\": \"" + (folder_ / "runs/digits_mlp/model.keras") + "\"}", "--set",
       "compile=null", "--set", "fit.epochs=1", "--set", "data=" + data, "--output", "more"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(load_model(folder_ / "more/model.keras").class_names().size(), 10U);
}

TEST_F(Train, does_the_same_for_the_same_seed) {
  ASSERT_EQ(train({"--set", "fit.epochs=2", "--output", "a"}).code, 0);
  ASSERT_EQ(train({"--set", "fit.epochs=2", "--output", "b"}).code, 0);
  ASSERT_EQ(train({"--set", "fit.epochs=2", "--set", "seed=1", "--output", "c"}).code, 0);
  const Json a = read_json(folder_ / "a/history.json");
  EXPECT_EQ(a, read_json(folder_ / "b/history.json"));
  EXPECT_NE(a.dump(), read_json(folder_ / "c/history.json").dump());
}

TEST_F(Train, replaces_an_old_run) {
  ASSERT_EQ(train({"--set", "fit.epochs=2", "--output", "a"}).code, 0);
  ASSERT_EQ(train({"--set", "fit.epochs=1", "--output", "a"}).code, 0);
  EXPECT_EQ(read_json(folder_ / "a/history.json")["loss"].size(), 1U);
}

TEST_F(Train, leaves_no_scores_of_another_model) {
  ASSERT_EQ(train({"--set", "fit.epochs=1", "--output", "a"}).code, 0);
  ASSERT_EQ(train({"--set", "fit.epochs=1", "--set", "data.test=null", "--output", "a"}).code, 0);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "a/evaluation.json"));
}

TEST_F(Train, tries_the_output_before_it_trains) {
  make_folder(folder_ / "a/history.json");
  const ProgramResult result = train({"--output", "a"});
  EXPECT_EQ(result.code, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err, "FileError: \"a/history.json\" cannot be written: it is a folder.\n");
}

TEST_F(Train, writes_a_run_file_that_does_the_same_again) {
  ASSERT_EQ(train({"--set", "fit.epochs=2", "--output", "a"}).code, 0);
  const ProgramResult again = run_program(
      "cornu", folder_.path(), {"train", "a/run.json", "--threads", "1", "--output", "b"});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(read_json(folder_ / "a/history.json"), read_json(folder_ / "b/history.json"));
}

TEST_F(Train, keeps_what_was_trained_when_it_is_interrupted) {
  const std::string command = "cd '" + folder_.path() +
                              "' && exec timeout -s INT 2 '" CORNU_BINARY_DIR
                              "/bin/cornu' train '" +
                              config_path("digits_mlp.json") +
                              "' --threads 1 --set fit.epochs=1000000 --set fit.verbose=0"
                              " --output a >out 2>err";
  std::system(command.c_str());
  EXPECT_EQ(read_file(folder_ / "err").text(),
            "interrupted; what was trained is saved as a/model.keras.\n"
            "  hint: the same command with --resume goes on.\n");
  EXPECT_GE(read_json(folder_ / "a/history.json")["loss"].size(), 1U);
  EXPECT_EQ(run_program("cornu", folder_.path(), {"summary", "a/model.keras"}).code, 0);
}

TEST_F(Train, evaluates_on_other_data) {
  ASSERT_EQ(train({"--set", "fit.epochs=1", "--set", "data.test=null", "--output", "a"}).code, 0);
  NpzWriter file(folder_ / "d.npz");
  file.add("x", DType::u8, {2, 8, 8, 1}, Bytes(128));
  const std::array<uint8_t, 2> labels = {3, 9};
  file.add("y", DType::u8, {2}, std::as_bytes(std::span(labels)));
  file.finish();
  const auto evaluate = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {
        "evaluate", config_path("digits_mlp.json"), "--set", "data.test=null", "--output", "a"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_program("cornu", folder_.path(), arguments);
  };
  EXPECT_EQ(evaluate({"--data", "d.npz"}).code, 0);
  const ProgramResult without = evaluate({});
  EXPECT_EQ(without.code, 2);
  EXPECT_EQ(without.err,
            "ConfigError: the run file has no \"data.test\".\n  hint: --data D.npz "
            "gives other data.\n  at " +
                config_path("digits_mlp.json") + "\n");
}

TEST(DigitsCnnConfig, trains) {
  const TemporaryFolder folder;
  const ProgramResult result = run_program(
      "cornu", folder.path(),
      {"train", config_path("digits_cnn.json"), "--set", "fit.epochs=2", "--set", "fit.verbose=0"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_GE(read_json(folder / "runs/digits_cnn/evaluation.json")["accuracy"].as_double(), 0.9);
}

TEST(CnnClassifier, shows_what_it_learned) {
  const TemporaryFolder folder;
  const ProgramResult result = run_program("cnn_classifier", folder.path());
  ASSERT_EQ(result.code, 0) << result.err;
  const size_t at = result.out.find("test accuracy: ");
  ASSERT_NE(at, std::string::npos);
  EXPECT_GE(std::stod(result.out.substr(at + 15)), 0.97);
}

/// In its own suite: AddressSanitizer's memory would count.
TEST(PeakMemory, of_training_the_digits_is_small) {
  const TemporaryFolder folder;
  const ProgramResult result =
      run_program("cornu", folder.path(),
                  {"benchmark", config_path("digits_cnn.json"), "--seconds", "0.5", "--json"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_LT(parse_json(result.out, "")["peak_rss_mb"].as_double(), 60);
}

TEST(Benchmark, measures_steps) {
  const TemporaryFolder folder;
  const ProgramResult result =
      run_program("cornu", folder.path(),
                  {"benchmark", config_path("digits_mlp.json"), "--seconds", "0.2", "--json"});
  ASSERT_EQ(result.code, 0) << result.err;
  const Json json = parse_json(result.out, "");
  for (const char* name :
       {"ms_per_step", "samples_per_second", "first_step_s", "peak_rss_mb", "arena_mb"})
    EXPECT_GT(json[name].as_double(), 0) << name;
  double share = 0;
  for (const Json& kernel : json["kernels"].as_array()) share += kernel["share"].as_double();
  EXPECT_NEAR(share, 1, 1e-6);
  EXPECT_TRUE(folder.names().empty());
}

TEST(Benchmark, counts_the_samples_that_there_are) {
  const TemporaryFolder folder;
  const ProgramResult result =
      run_program("cornu", folder.path(),
                  {"benchmark", config_path("digits_mlp.json"), "--seconds", "0.2", "--json",
                   "--set", "fit.batch_size=5000"});
  ASSERT_EQ(result.code, 0) << result.err;
  const Json json = parse_json(result.out, "");
  EXPECT_EQ(json["batch_size"].as_int(), 1258);
  EXPECT_GT(json["ms_per_step"].as_double(), 0);
}

/// As many samples a step as make steps_per_epoch steps of the data; validation after the epochs
/// that are named.
TEST_F(Train, makes_steps_per_epoch_of_the_data) {
  std::string table = "x,y\n";
  for (int i = 0; i < 100; ++i) table += concat(i, ",", i, "\n");
  const auto write = [](const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
  };
  write(folder_ / "d.csv", table);
  write(folder_ / "run.json", R"({
    "model": {"class_name": "Sequential", "config": {"layers": [
      {"class_name": "InputLayer", "config": {"batch_shape": [null, 1]}},
      {"class_name": "Dense", "config": {"units": 1, "kernel_initializer": "zeros"}}]}},
    "data": {"train": {"class_name": "Csv", "config": {"path": "d.csv", "y": "y"}},
             "validation": {"class_name": "Csv", "config": {"path": "d.csv", "y": "y"}}},
    "compile": {"optimizer": {"class_name": "SGD", "config": {"learning_rate": 0}},
                "loss": "mse"},
    "fit": {"epochs": 3, "steps_per_epoch": 2, "validation_steps": 2, "validation_freq": [2],
            "shuffle": false, "verbose": 0}})");
  const ProgramResult result = run_program("cornu", folder_.path(), {"train", "run.json"});
  ASSERT_EQ(result.code, 0) << result.err;
  const Json history = read_json(folder_ / "runs/run/history.json");
  ASSERT_EQ(history["loss"].size(), 3u);
  for (size_t i = 0; i < 3; ++i) EXPECT_NEAR(history["loss"][i].as_double(), 3283.5, 0.01);
  EXPECT_EQ(history["val_loss"].size(), 1u);
  const Json run = read_json(folder_ / "runs/run/run.json");
  EXPECT_EQ(run["fit"]["validation_freq"].dump(), "[2]");
}

}  // namespace
}  // namespace cornu
