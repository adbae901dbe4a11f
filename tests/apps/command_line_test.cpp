#include <gtest/gtest.h>

#include <algorithm>

#include "framework/base/atomic_file.h"
#include "framework/base/file.h"
#include "framework/data/npz.h"
#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

class CommandLine : public testing::Test {
 protected:
  /// What is printed on standard error by a command that must exit with 2 and print nothing else.
  std::string refusal(const std::vector<std::string>& arguments) {
    const ProgramResult result = run_program("cornu", folder_.path(), arguments);
    EXPECT_EQ(result.code, 2);
    EXPECT_EQ(result.out, "");
    return result.err;
  }
  void train_model() {
    const ProgramResult result =
        run_program("cornu", folder_.path(),
                    {"train", config_path("digits_mlp.json"), "--output", "run", "--set",
                     "fit.epochs=1", "--set", "fit.verbose=0", "--set", "data.validation=null"});
    ASSERT_EQ(result.code, 0) << result.err;
  }
  void write_npz(const std::string& name, const std::vector<int64_t>& x,
                 const std::vector<int64_t>& y) {
    NpzWriter file(folder_ / name);
    file.add("x", DType::u8, x, Bytes(byte_count(DType::u8, x).value()));
    Bytes labels(byte_count(DType::u8, y).value());
    std::fill_n(labels.data(), labels.size(), std::byte{10});
    file.add("y", DType::u8, y, labels);
    file.finish();
  }

  TemporaryFolder folder_;
};

TEST_F(CommandLine, knows_its_commands) {
  EXPECT_EQ(refusal({"trian"}), "there is no command \"trian\". Did you mean \"train\"?\n");
}

TEST_F(CommandLine, wants_numbers_in_their_range) {
  EXPECT_EQ(refusal({"predict", "m.keras", "--data", "x.npz", "--batch-size", "0"}),
            "--batch-size: it must be a whole number of at least 1, not \"0\".\n"
            "Run with --help for more information.\n");
  EXPECT_EQ(refusal({"benchmark", "run.json", "--seconds", "nan"}),
            "--seconds: it must be a number above 0, not \"nan\".\n"
            "Run with --help for more information.\n");
  EXPECT_EQ(refusal({"train", "run.json", "--threads", "x"}),
            "--threads: it must be a whole number of at least 1, not \"x\".\n"
            "Run with --help for more information.\n");
}

TEST_F(CommandLine, uses_no_more_threads_than_there_are_cores) {
  const ProgramResult result = run_program("cornu", folder_.path(),
                                           {"benchmark", config_path("digits_mlp.json"),
                                            "--threads", "4000", "--seconds", "0.05", "--json"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(result.err.starts_with("warning: --threads 4000: there are ")) << result.err;
  EXPECT_LT(parse_json(result.out, "")["threads"].as_int(), 4000);
}

TEST_F(CommandLine, knows_its_devices) {
  EXPECT_EQ(refusal({"train", config_path("digits_mlp.json"), "--device", "tpu"}),
            "DeviceError: unknown device \"tpu\".\n"
            "  hint: use \"auto\", \"cpu\", \"gpu\" or \"gpu:1\".\n"
            "  at --device tpu\n");
}

TEST_F(CommandLine, output_that_does_not_arrive_is_a_failure) {
  const std::string command =
      "exec '" CORNU_BINARY_DIR "/bin/cornu' version >/dev/full 2>'" + folder_.path() + "/err'";
  EXPECT_EQ(std::system(command.c_str()), 1 << 8);
  EXPECT_EQ(read_file(folder_ / "err").text(), "standard output cannot be written.\n");
}

TEST_F(CommandLine, predict_tries_its_output_first) {
  EXPECT_EQ(refusal({"predict", "nowhere.keras", "--data", "x.npz", "--output", "no/y.npz"}),
            "FileError: \"no/y.npz\" cannot be written: the folder \"no\" does not exist.\n");
}

TEST_F(CommandLine, data_that_do_not_fit_are_named) {
  train_model();
  write_npz("wide.npz", {2, 9, 9, 1}, {2});
  write_npz("labels.npz", {2, 8, 8, 1}, {2});
  write_npz("targets.npz", {2, 8, 8, 1}, {2, 3});
  EXPECT_EQ(refusal({"predict", "run/model.keras", "--data", "wide.npz"}),
            "ShapeError: the model's input \"input_layer\" is f32[?,8,8,1], the data are "
            "u8[2,9,9,1].\n  in wide.npz\n");
  EXPECT_EQ(refusal({"evaluate", "run/model.keras", "--data", "wide.npz"}),
            "ShapeError: the model's input \"input_layer\" is f32[?,8,8,1], the data are "
            "u8[2,9,9,1].\n  in wide.npz\n");
  EXPECT_EQ(refusal({"evaluate", "run/model.keras", "--data", "labels.npz"}),
            "ValueError: sample 0 has the label 10: the output \"dense_1\" has 10 classes, "
            "labelled from 0 to 9.\n  in labels.npz\n");
  EXPECT_EQ(refusal({"evaluate", "run/model.keras", "--data", "targets.npz"}),
            "ShapeError: softmax_cross_entropy: shapes do not fit: logits is f32[2,10], labels is "
            "u8[2,3].\n  hint: labels must be [2], one class index for each row of logits.\n"
            "  in the loss of \"dense_1\"\n  in targets.npz\n");
}

TEST_F(CommandLine, broken_files_are_refused) {
  train_model();
  const auto cut = [&](const std::string& from, const std::string& to) {
    const Bytes whole = read_file(from);
    write_file(folder_ / to, std::span<const std::byte>(whole).first(whole.size() / 2));
  };
  write_npz("x.npz", {2, 8, 8, 1}, {2});
  cut(folder_ / "run/model.keras", "cut.keras");
  cut(folder_ / "x.npz", "cut.npz");
  EXPECT_EQ(
      refusal({"predict", "cut.keras", "--data", "x.npz"}),
      "FileError: \"cut.keras\" is not a whole zip archive: it is cut, or another kind of file.\n");
  EXPECT_EQ(
      refusal({"predict", "run/model.keras", "--data", "cut.npz"}),
      "FileError: \"cut.npz\" is not a whole zip archive: it is cut, or another kind of file.\n");
  EXPECT_EQ(refusal({"predict", "run/model.keras", "--data", "no.npz"}),
            "FileError: \"no.npz\" cannot be opened: No such file or directory.\n");
  EXPECT_EQ(
      refusal({"summary", "cut.keras"}),
      "FileError: \"cut.keras\" is not a whole zip archive: it is cut, or another kind of file.\n");
}

}  // namespace
}  // namespace cornu
