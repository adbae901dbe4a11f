// A run that is killed at any moment leaves whole files, and goes on with --resume.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include "framework/base/file.h"
#include "framework/data/zip_reader.h"
#include "framework/saving/model_file.h"
#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

class Resume : public testing::Test {
 protected:
  std::vector<std::string> arguments(const std::string& output, bool resume) const {
    std::vector<std::string> all = {"train",     config_path("digits_cnn.json"),
                                    "--threads", "1",
                                    "--set",     "fit.epochs=10",
                                    "--set",     "fit.verbose=0",
                                    "--output",  output};
    if (resume) all.emplace_back("--resume");
    return all;
  }
  ProgramResult train(const std::string& output, bool resume = false) const {
    return run_program("cornu", folder_.path(), arguments(output, resume));
  }

  /// Starts a run and ends it by `signal` once `due` holds; whether it was still running.
  template <class F>
  bool cut(int signal, const F& due) const {
    const pid_t child = fork();
    if (child == 0) {
      if (chdir(folder_.path().c_str()) != 0) _exit(126);
      freopen("log", "w", stdout);
      freopen("log", "w", stderr);
      std::vector<std::string> words = arguments("cut", true);
      std::vector<char*> pointers = {const_cast<char*>("cornu")};
      for (std::string& word : words) pointers.push_back(word.data());
      pointers.push_back(nullptr);
      execv(CORNU_BINARY_DIR "/bin/cornu", pointers.data());
      _exit(127);
    }
    due();
    kill(child, signal);
    int status = 0;
    waitpid(child, &status, 0);
    return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
  }

  bool kill_after(int milliseconds) const {
    return cut(SIGKILL,
               [&] { std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds)); });
  }
  /// Ctrl-C, after an epoch or more.
  bool interrupt() const {
    return cut(SIGINT, [&] {
      for (int i = 0; i < 6000 && !is_folder(folder_ / "cut/backup"); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    });
  }

  void expect_whole_files() const {
    for (const std::string name : {"cut", "cut/backup"}) {
      const std::string path = folder_ / name;
      if (!is_folder(path)) continue;
      for (const auto& entry : std::filesystem::directory_iterator(path)) {
        const std::string file = entry.path();
        if (file.ends_with(".keras") || file.ends_with(".training")) ZipReader::open(file);
        if (file.ends_with(".json")) read_json(file);
      }
    }
  }

  void expect_same_as_whole() const {
    ASSERT_EQ(train("whole").code, 0);
    EXPECT_EQ(read_json(folder_ / "cut/history.json"), read_json(folder_ / "whole/history.json"));
    const Tensors a = load_model(folder_ / "cut/model.keras").get_weights();
    const Tensors b = load_model(folder_ / "whole/model.keras").get_weights();
    ASSERT_EQ(a.size(), b.size());
    for (size_t i = 0; i < a.size(); ++i)
      EXPECT_EQ(a[i].to_vector<float>(), b[i].to_vector<float>()) << i;
    EXPECT_FALSE(is_folder(folder_ / "cut/backup"));
  }

  TemporaryFolder folder_;
};

TEST_F(Resume, goes_on_after_kills_with_the_same_bits) {
  int kills = 0;
  for (const int milliseconds : {700, 1100, 300, 900, 1500, 60})
    if (kill_after(milliseconds)) {
      ++kills;
      expect_whole_files();
    }
  EXPECT_GT(kills, 0);
  ASSERT_EQ(train("cut", true).code, 0);
  expect_same_as_whole();
}

TEST_F(Resume, goes_on_after_an_interruption_with_the_same_bits) {
  EXPECT_TRUE(interrupt());
  expect_whole_files();
  EXPECT_TRUE(is_folder(folder_ / "cut/backup"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "cut/model.keras"));
  ASSERT_EQ(train("cut", true).code, 0);
  expect_same_as_whole();
}

/// The backup goes when the results are there, not before.
TEST_F(Resume, makes_good_what_could_not_be_written) {
  // After training, so that the first look at the folder found nothing wrong.
  std::thread blocker([&] {
    for (int i = 0; i < 6000 && !is_folder(folder_ / "cut/backup"); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    make_folder(folder_ / "cut/model.keras/in the way");
  });
  EXPECT_NE(train("cut").code, 0);
  blocker.join();
  EXPECT_TRUE(is_folder(folder_ / "cut/backup"));
  std::filesystem::remove_all(folder_ / "cut/model.keras");
  ASSERT_EQ(train("cut", true).code, 0);
  expect_same_as_whole();
}

TEST_F(Resume, starts_anew_where_nothing_is_unfinished) {
  const ProgramResult result = train("cut", true);
  EXPECT_EQ(result.code, 0);
  EXPECT_NE(result.err.find("There is no unfinished run in cut: training starts anew."),
            std::string::npos)
      << result.err;
}

TEST_F(Resume, is_asked_for) {
  interrupt();
  ASSERT_EQ(train("cut").code, 0);  // the backup of the run before is gone
  expect_same_as_whole();
}

}  // namespace
}  // namespace cornu
