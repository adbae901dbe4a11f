#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <new>
#include <sstream>
#include <stdexcept>

#include "apps/cornu/commands.h"
#include "apps/cornu/run_failed.h"
#include "framework/base/text.h"

namespace {

int fail_with(int code, std::string_view text) {
  std::cout.flush();
  std::cerr << cornu::printable_lines(text) << '\n';
  return code;
}

/// CLI11's message, or for a command that does not exist the nearest that does.
int refuse(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv) {
  using namespace cornu;
  const std::string_view asked = argc > 1 ? argv[1] : "";
  std::vector<std::string> known;
  for (const CLI::App* command : app.get_subcommands({})) known.push_back(command->get_name());
  const bool is_option = asked.empty() || asked[0] == '-';
  if (is_option || std::find(known.begin(), known.end(), asked) != known.end()) {
    std::ostringstream wrong;
    const int code = app.exit(error, std::cout, wrong);
    std::cerr << printable_lines(wrong.str());
    return code == 0 ? 0 : 2;
  }
  return fail_with(2, concat("there is no command ", quote(asked), ".", suggest(asked, known)));
}

/// Text that did not arrive was not printed: a full disk, a closed descriptor.
int finish(int code) {
  std::cout.flush();
  const bool arrived = std::cout.good() && std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  return arrived || code != 0 ? code : fail_with(1, "standard output cannot be written.");
}

}  // namespace

/// Exit codes: 0 done, 1 the run failed, 2 the command line or a file is wrong.
int main(int argc, char** argv) {
  using namespace cornu;
  std::signal(SIGXFSZ, SIG_IGN);  // writing says that the file grows too large
  CLI::App app("Keras, natively in C++.", "cornu");
  app.require_subcommand(1);
  program::add_benchmark(app);
  program::add_describe(app);
  program::add_devices(app);
  program::add_evaluate(app);
  program::add_predict(app);
  program::add_summary(app);
  program::add_train(app);
  program::add_version(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return finish(refuse(app, error, argc, argv));
  } catch (const program::RunFailed& error) {
    return fail_with(1, error.what());
  } catch (const InternalError& error) {
    return fail_with(1, error.what());
  } catch (const Error& error) {
    return fail_with(2, error.what());
  } catch (const std::filesystem::filesystem_error& error) {
    return fail_with(2, concat("FileError: ", quote(error.path1().string()),
                               " cannot be read: ", error.code().message(), "."));
  } catch (const std::bad_alloc&) {
    return fail_with(1, "there is not enough memory for this.");
  } catch (const std::length_error&) {
    return fail_with(1, "there is not enough memory for this.");
  } catch (const std::exception& error) {
    return fail_with(1, error.what());
  }
  return finish(0);
}
