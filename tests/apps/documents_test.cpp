// What README and docs show is run.
#include <gtest/gtest.h>

#include <filesystem>

#include "framework/base/atomic_file.h"
#include "framework/base/file.h"
#include "framework/data/npy.h"
#include "framework/data/npz.h"
#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

/// The blocks of that language in a document of the source tree.
std::vector<std::string> blocks_of(const std::string& document, const std::string& language) {
  const std::string text(read_file(std::string(CORNU_SOURCE_DIR "/") + document).text());
  const std::string fence = "```" + language + "\n";
  std::vector<std::string> blocks;
  for (size_t at = text.find(fence); at != std::string::npos; at = text.find(fence, at)) {
    at += fence.size();
    const size_t end = text.find("```", at);
    blocks.push_back(text.substr(at, end - at));
    at = end + 3;
  }
  return blocks;
}

/// Runs the lines of a document that are commands of `cornu`, in a folder; their number.
int run_commands(const std::string& document, const TemporaryFolder& folder) {
  int run = 0;
  for (std::string lines : blocks_of(document, "sh"))
    while (!lines.empty()) {
      const size_t end = lines.find('\n');
      std::string line = lines.substr(0, end);
      lines.erase(0, end == std::string::npos ? end : end + 1);
      if (!line.starts_with("cornu ")) continue;
      const std::string command = "exec >'" + folder.path() + "/out' && cd '" + folder.path() +
                                  "' && PATH='" CORNU_BINARY_DIR "/bin':\"$PATH\" && " + line;
      EXPECT_EQ(std::system(command.c_str()), 0) << line;
      ++run;
    }
  return run;
}

void link(const std::string& from, const std::string& to) {
  std::filesystem::create_symlink(CORNU_SOURCE_DIR "/" + from, to);
}

/// As a user has it who follows the README: pictures, a table, a file of Keras's.
TEST(Documents, every_command_of_the_readme_works) {
  const TemporaryFolder folder;
  const std::vector<std::string> files = blocks_of("README.md", "json");
  ASSERT_EQ(files.size(), 2U);
  write_file(folder / "pets.json", files[0]);
  write_file(folder / "flowers.json", files[1]);
  link("tests/golden/images/directory", folder / "photos");
  link("data/iris/iris.csv", folder / "flowers.csv");
  write_file(folder / "new.csv", "5.1,3.5,1.4,0.2\n6.3,3.3,6,2.5\n");
  link("tests/golden/models/digits_cnn/model.keras", folder / "model.keras");
  const std::string zeros(128 * sizeof(float), '\0');
  write_file(folder / "x.npy", write_npy(DType::f32, {2, 8, 8, 1}, as_bytes(zeros)));
  EXPECT_EQ(run_commands("README.md", folder), 7);
  const std::string classes(read_file(folder / "classes.csv").text());
  const std::string header = "setosa,versicolor,virginica\n";
  ASSERT_TRUE(classes.starts_with(header)) << classes;
  EXPECT_GT(std::stod(classes.substr(header.size())), 0.5) << classes;
}

TEST(Documents, the_functional_model_by_hand_is_one) {
  const TemporaryFolder folder;
  write_file(folder / "run.json",
             "{\"model\": " + blocks_of("docs/run_files.md", "json").at(0) + "}");
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
  EXPECT_GE(run_commands("docs/run_files.md", folder), 8);
}

TEST(Documents, the_page_on_functions_is_what_the_tables_say) {
  const TemporaryFolder folder;
  const ProgramResult run =
      run_program("cornu", folder.path(), {"describe", "--ops", "--markdown"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(read_file(CORNU_SOURCE_DIR "/docs/ops.md").text(), run.out)
      << "cornu describe --ops --markdown > docs/ops.md";
}

}  // namespace
}  // namespace cornu
