#include "tests/apps/program.h"

#include <sys/wait.h>

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

std::string config_path(const std::string& name) {
  return std::string(CORNU_SOURCE_DIR "/configs/") + name;
}

}  // namespace cornu
