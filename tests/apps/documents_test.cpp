// What README and docs show is run.
#include <gtest/gtest.h>

#include <filesystem>

#include "framework/base/atomic_file.h"
#include "framework/base/file.h"
#include "framework/data/npz.h"
#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

/// The first block of that language in a document of the source tree.
std::string block_of(const std::string& document, const std::string& language) {
  const std::string text(read_file(std::string(CORNU_SOURCE_DIR "/") + document).text());
  const std::string fence = "```" + language + "\n";
  const size_t start = text.find(fence);
  EXPECT_NE(start, std::string::npos) << document << ": " << language;
  if (start == std::string::npos) return {};
  const size_t first = start + fence.size();
  return text.substr(first, text.find("```", first) - first);
}

TEST(Documents, the_readmes_run_file_trains) {
  const TemporaryFolder folder;
  write_file(folder / "run.json", block_of("README.md", "json"));
  const ProgramResult result =
      run_program("cornu", folder.path(), {"train", "run.json", "--set", "fit.epochs=2"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_GT(read_json(folder / "runs/run/evaluation.json")["accuracy"].as_double(), 0.5);
}

TEST(Documents, the_functional_model_by_hand_is_one) {
  const TemporaryFolder folder;
  write_file(folder / "run.json", "{\"model\": " + block_of("docs/run_files.md", "json") + "}");
  const ProgramResult result = run_program("cornu", folder.path(), {"summary", "run.json"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_NE(result.out.find("out (Dense)"), std::string::npos);
}

TEST(Documents, every_command_of_the_page_on_run_files_works) {
  const TemporaryFolder folder;
  std::filesystem::create_directory_symlink(CORNU_SOURCE_DIR "/configs", folder / "configs");
  NpzWriter images(folder / "x.npz");
  images.add("x", DType::u8, {2, 8, 8, 1}, Bytes(128));
  images.finish();
  std::string lines = block_of("docs/run_files.md", "sh");
  int run = 0;
  while (!lines.empty()) {
    const size_t end = lines.find('\n');
    std::string line = lines.substr(0, end);
    lines.erase(0, end == std::string::npos ? end : end + 1);
    ASSERT_TRUE(line.starts_with("cornu ")) << line;
    const std::string command = "exec >'" + folder.path() + "/out' && cd '" + folder.path() +
                                "' && PATH='" CORNU_BINARY_DIR "/bin':\"$PATH\" && " + line;
    EXPECT_EQ(std::system(command.c_str()), 0) << line;
    ++run;
  }
  EXPECT_GE(run, 8);
}

}  // namespace
}  // namespace cornu
