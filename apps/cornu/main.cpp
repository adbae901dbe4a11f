#include <CLI/CLI.hpp>
#include <iostream>

#include "apps/cornu/commands.h"
#include "apps/cornu/run_failed.h"

namespace {

int fail_with(int code, std::string_view text) {
  std::cout.flush();
  std::cerr << text << '\n';
  return code;
}

}  // namespace

/// Exit codes: 0 done, 1 the run failed, 2 the command line or a file is wrong.
int main(int argc, char** argv) {
  using namespace cornu;
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
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const program::RunFailed& error) {
    return fail_with(1, error.what());
  } catch (const InternalError& error) {
    return fail_with(1, error.what());
  } catch (const Error& error) {
    return fail_with(2, error.what());
  } catch (const std::exception& error) {
    return fail_with(1, error.what());
  }
  return 0;
}
