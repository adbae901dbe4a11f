#include "framework/base/atomic_file.h"
#include "framework/base/file.h"
#include "tests/apps/program.h"
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
    std::vector<std::string> arguments = {"train", "run.json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const ProgramResult result = run_program("cornu", folder_.path(), arguments, {"CORNU_DATA="});
    EXPECT_EQ(result.code, 2);
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(folder_.names(), (std::vector<std::string>{"run.json"}));
    return result.err;
  }

  TemporaryFolder folder_;
};

TEST_F(BadRuns, syntax) {
  EXPECT_EQ(refusal(config({{"\"seed\": 42,", "\"seed\": 42"}})),
            "ConfigError: wrong JSON syntax in object: unexpected string literal; expected '}'.\n"
            "  at run.json:4:3\n");
}

TEST_F(BadRuns, unknown_keys_and_classes) {
  EXPECT_EQ(refusal(config({{"\"seed\"", "\"sed\""}})),
            "ConfigError: unknown argument \"sed\". Did you mean \"seed\"?\n"
            "  at run.json:3:10 (/sed)\n");
  EXPECT_EQ(refusal(config({{"\"Rescaling\"", "\"Rescalling\""}})),
            "ConfigError: unknown layer class \"Rescalling\". Did you mean \"Rescaling\"?\n"
            "  at run.json:10:24 (/model/config/layers/1/class_name)\n");
  EXPECT_EQ(refusal(config({{"\"units\": 64", "\"unit\": 64"}})),
            "ConfigError: Dense: unknown argument \"unit\". Did you mean \"units\"?\n"
            "  at run.json:12:52 (/model/config/layers/3/config/unit)\n");
  EXPECT_EQ(refusal(config({{"\"Adam\"", "\"Adma\""}})),
            "ConfigError: unknown optimizer class \"Adma\". Did you mean \"Adam\"?\n"
            "  at run.json:18:33 (/compile/optimizer/class_name)\n");
  EXPECT_EQ(
      refusal(config({{"\"sparse_categorical_crossentropy\"", "\"categorical_crossentrpy\""}})),
      "ValueError: unknown loss \"categorical_crossentrpy\". Did you mean "
      "\"categorical_crossentropy\"?\n  at run.json:17:14 (/compile)\n");
}

TEST_F(BadRuns, wrong_types_and_sizes) {
  EXPECT_EQ(refusal(config({{"\"units\": 64", "\"units\": \"many\""}})),
            "ConfigError: Dense: \"units\" must be an integer, not the string \"many\".\n"
            "  at run.json:12:53 (/model/config/layers/3/config/units)\n");
  EXPECT_EQ(refusal(config({{"\"batch_size\": 32", "\"batch_size\": 0"}})),
            "ConfigError: fit: \"batch_size\" must be at least 1, not 0.\n"
            "  at run.json:27:39 (/fit/batch_size)\n");
}

TEST_F(BadRuns, values_of_the_command_line) {
  EXPECT_EQ(refusal(config({}), {"--set", "fit.epoch=3"}),
            "ConfigError: unknown argument \"epoch\". Did you mean \"epochs\"?\n"
            "  at --set fit.epoch=3:1:1\n");
  EXPECT_EQ(refusal(config({}), {"--set", "optimizer.lr=3"}),
            "ConfigError: --set optimizer.lr=3: there is no \"optimizer\". Known: \"seed\", "
            "\"model\", \"compile\", \"data\", \"fit\", \"output\", \"device\", "
            "\"dtype_policy\".\n");
}

TEST_F(BadRuns, data_that_are_not_there) {
  const std::string text =
      refusal(config({{R"({"class_name": "Digits", "config": {"split": "train"}})",
                       R"({"class_name": "Npz", "config": {"path": "missing.npz"}})"}}));
  EXPECT_NE(text.find("FileError: the data file \"missing.npz\" was not found; tried:\n"
                      "    ./missing.npz\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("  at run.json:23:14 (/data/train)\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace cornu
