#include "framework/config/output_folder.h"

#include <gtest/gtest.h>

#include "framework/base/atomic_file.h"
#include "framework/base/file.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

TEST(OutputFolder, is_made_on_demand) {
  const TemporaryFolder parent;
  OutputFolder folder(parent / "runs/x");
  EXPECT_TRUE(parent.names().empty());
  folder.make();
  folder.make();
  write_file(folder / "a.json", "{}");
  EXPECT_EQ(parent.names(), (std::vector<std::string>{"runs"}));
}

TEST(OutputFolder, is_one_runs_at_a_time) {
  const TemporaryFolder parent;
  {
    OutputFolder first(parent / "x"), second(parent / "x");
    first.make();
    EXPECT_EQ(error_of([&] { second.make(); }),
              "FileError: \"" + (parent / "x") +
                  "\" is the output of a run that has not ended.\n  hint: name another folder with "
                  "--output.");
  }
  OutputFolder(parent / "x").make();
}

TEST(OutputFolder, tries_the_names_it_will_write) {
  const TemporaryFolder parent;
  OutputFolder folder(parent / "x");
  folder.make({"model.keras"});
  make_folder(folder / "history.json");
  EXPECT_EQ(error_of([&] {
              folder.make({"model.keras", "history.json"});
            }),
            "FileError: \"" + (folder / "history.json") + "\" cannot be written: it is a folder.");
}

TEST(OutputFolder, removes_what_an_older_run_left) {
  const TemporaryFolder parent;
  OutputFolder folder(parent.path());
  write_file(folder / "evaluation.json", "{}");
  folder.remove("evaluation.json");
  folder.remove("evaluation.json");
  EXPECT_TRUE(parent.names().empty());
}

TEST(OutputFolder, refuses_files_in_the_way) {
  const TemporaryFolder parent;
  write_file(parent / "runs", "a file");
  EXPECT_EQ(error_of([&] { OutputFolder(parent / "runs/x"); }),
            "FileError: \"" + (parent / "runs/x") + "\" cannot be made: Not a directory.");
}

}  // namespace
}  // namespace cornu
