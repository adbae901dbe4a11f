#include "tests/support/program.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include "framework/base/file.h"
#include "tests/support/temporary_folder.h"

namespace cornu {

namespace {

std::string shell_quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

}  // namespace

ProgramResult run_program(const std::string& program, const std::string& folder,
                          const std::vector<std::string>& arguments,
                          const std::vector<std::string>& environment) {
  const TemporaryFolder streams;
  std::string command = "cd " + shell_quoted(folder) + " && env";
  for (const std::string& setting : environment) command += " " + shell_quoted(setting);
  command += " " + shell_quoted(CORNU_BINARY_DIR "/bin/" + program);
  for (const std::string& argument : arguments) command += " " + shell_quoted(argument);
  command += " >" + shell_quoted(streams / "out") + " 2>" + shell_quoted(streams / "err");
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1,
          std::string(read_file(streams / "out").text()),
          std::string(read_file(streams / "err").text())};
}

Json read_json(const std::string& path) { return parse_json(read_file(path).text(), path); }

bool is_full_test() {
  const char* test = std::getenv("CORNU_TEST");
  return test && std::string_view(test) == "full";
}

std::string data_folder_with(const std::string& file) {
  const char* folder = std::getenv("CORNU_DATA");
  if (!folder) return {};
  const bool there = access((std::string(folder) + "/" + file).c_str(), R_OK) == 0;
  return there ? folder : std::string();
}

std::string config_path(const std::string& name) {
  return std::string(CORNU_SOURCE_DIR "/configs/") + name;
}

}  // namespace cornu
