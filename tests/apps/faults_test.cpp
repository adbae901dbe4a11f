// Bad luck: whatever happens, the program ends with a message and every file is whole or absent.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <filesystem>

#include "framework/base/file.h"
#include "framework/data/zip_reader.h"
#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

class Faults : public testing::Test {
 protected:
  /// Runs a line of bash in the folder, where `$train` is a short run; its exit code, or 128 and
  /// the signal.
  int bash(const std::string& line) {
    const std::string command =
        "cd '" + folder_.path() + "' || exit; train=\"'" CORNU_BINARY_DIR "/bin/cornu' train '" +
        config_path("digits_mlp.json") + "' --threads 1 --set fit.epochs=2 --output run\"; " + line;
    const int status = std::system(("bash -c " + quoted(command)).c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  std::string text(const std::string& name) const {
    return std::string(read_file(folder_ / name).text());
  }
  void expect_whole_files() const {
    if (!is_folder(folder_ / "run")) return;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / "run")) {
      const std::string file = entry.path();
      if (file.ends_with(".keras") || file.ends_with(".training")) ZipReader::open(file);
      if (file.ends_with(".json")) read_json(file);
    }
  }

  TemporaryFolder folder_;

 private:
  static std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
  }
};

TEST_F(Faults, closed_streams_end_up_in_no_file) {
  EXPECT_EQ(bash("eval \"$train\" <&- >&- 2>&-"), 1) << "what it prints does not arrive";
  expect_whole_files();
  EXPECT_TRUE(std::filesystem::exists(folder_ / "run/model.keras"));
  EXPECT_EQ(bash("eval \"$train\" --set fit.verbose=0 >out 2>err"), 0) << text("err");
  EXPECT_EQ(read_json(folder_ / "run/history.json")["loss"].size(), 2U);
}

TEST_F(Faults, a_limit_on_files_is_a_message) {
  // Bash counts blocks of 1,024 bytes: the model needs more.
  const int code = bash("(ulimit -f 8; eval \"$train\" --set fit.verbose=0 >out 2>err)");
  EXPECT_EQ(code, 1);
  EXPECT_NE(text("err").find("File too large"), std::string::npos) << text("err");
  expect_whole_files();
  EXPECT_FALSE(std::filesystem::exists(folder_ / "run/model.keras"));
}

TEST_F(Faults, what_cannot_be_written_leaves_what_was_there) {
  ASSERT_EQ(bash("eval \"$train\" >out 2>err"), 0) << text("err");
  const std::string before = text("run/model.keras");
  const int code = bash("(ulimit -f 8; eval \"$train\" >out 2>err)");
  EXPECT_EQ(code, 1);
  EXPECT_EQ(text("run/model.keras"), before);
}

using LittleMemory = Faults;  // a suite of its own: sanitizers need terabytes of addresses

TEST_F(LittleMemory, is_enough_or_a_message) {
  // Two threads and convolutions: libgomp and oneDNN would end the process.
  for (const int megabytes : {300, 200, 170, 150, 130, 115, 100, 95, 90, 85, 82}) {
    const std::string limit = "(ulimit -v " + std::to_string(megabytes * 1024) + "; ";
    if (bash(limit + "'" CORNU_BINARY_DIR "/bin/cornu' version >out 2>err)") != 0) {
      EXPECT_LE(megabytes, 95) << text("err");  // its libraries do not fit: it does not start
      continue;
    }
    const int code = bash("train=${train/digits_mlp/digits_cnn}; " + limit +
                          "eval \"${train/threads 1/threads 2}\" --set fit.epochs=1 "
                          "--set fit.verbose=0 >out 2>err)");
    const bool refused =
        (code == 1 || code == 2) && text("err").find("memory") != std::string::npos;
    EXPECT_TRUE(code == 0 || refused) << megabytes << " MB: " << code << ", " << text("err");
    expect_whole_files();
  }
}

using FullDisk = Faults;  // a suite of its own: sanitizers must be loaded first

TEST_F(FullDisk, leaves_what_was_there) {
  ASSERT_EQ(bash("eval \"$train\" >out 2>err"), 0) << text("err");
  const std::string before = text("run/model.keras");
  for (const int bytes : {0, 100, 30'000, 80'000}) {
    const std::string full = "LD_PRELOAD='" CORNU_BINARY_DIR
                             "/tests/full_disk.so' FULL_DISK_AFTER=" +
                             std::to_string(bytes);
    const int code = bash("eval \"" + full +
                          " $train --set fit.verbose=0\" 2>&1 | cat >err; exit ${PIPESTATUS[0]}");
    EXPECT_EQ(code, 1) << bytes;
    EXPECT_NE(text("err").find("No space left on device"), std::string::npos) << text("err");
    EXPECT_EQ(text("run/model.keras"), before) << bytes;
    expect_whole_files();
  }
}

TEST_F(Faults, two_runs_do_not_share_a_folder) {
  const std::string line =
      "eval \"$train\" --set fit.epochs=200 --set fit.verbose=0 >out1 2>err1 & first=$!; "
      "for i in {1..500}; do [ -d run/backup ] && break; sleep 0.01; done; "
      "eval \"$train\" >out2 2>err2; code=$?; kill $first; wait; exit $code";
  EXPECT_EQ(bash(line), 2);
  EXPECT_EQ(text("err2"),
            "FileError: \"run\" is the output of a run that has not ended.\n"
            "  hint: name another folder with --output.\n");
  expect_whole_files();
}

TEST_F(Faults, odd_surroundings_change_nothing) {
  ASSERT_EQ(bash("eval \"$train\" --set fit.verbose=0 >out 2>err"), 0);
  const Json history = read_json(folder_ / "run/history.json");
  for (const char* surroundings :
       {"env -i", "env LANG=C LC_ALL=C TERM=dumb", "env LC_ALL=de_DE.UTF-8 LC_NUMERIC=de_DE.UTF-8",
        "env -u HOME OMP_NUM_THREADS=77 OMP_DYNAMIC=true"}) {
    EXPECT_EQ(
        bash("eval \"" + std::string(surroundings) + " $train\" --set fit.verbose=0 >out 2>err"), 0)
        << surroundings << text("err");
    EXPECT_EQ(read_json(folder_ / "run/history.json"), history) << surroundings;
  }
}

TEST_F(Faults, files_of_others_in_the_output_stay) {
  EXPECT_EQ(bash("mkdir run; echo precious >run/backup; eval \"$train\" >out 2>err"), 2);
  EXPECT_EQ(text("run/backup"), "precious\n");
  EXPECT_NE(text("err").find("Not a directory"), std::string::npos) << text("err");
  const std::string own = "cp '" + config_path("digits_mlp.json") +
                          "' run.json; '" CORNU_BINARY_DIR
                          "/bin/cornu' train run.json --output . "
                          ">out 2>err";
  EXPECT_EQ(bash(own), 2);
  EXPECT_EQ(text("err"),
            "ConfigError: the results would replace the run file \"run.json\": they go to \".\".\n"
            "  hint: choose another \"output\", or another name for it.\n");
}

TEST_F(Faults, too_many_threads_are_fewer) {
  EXPECT_EQ(bash("OMP_NUM_THREADS=999999 eval \"${train/--threads 1/}\" >out 2>err"), 0)
      << text("err");
}

}  // namespace
}  // namespace cornu
