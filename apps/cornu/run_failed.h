#pragma once

#include <stdexcept>

#include "framework/base/error.h"

namespace cornu::program {

/// What went wrong after everything that was asked for had been found right: exit code 1.
class RunFailed : public std::runtime_error {
 public:
  using runtime_error::runtime_error;
};

/// Does the work of a command. Shapes, dtypes and configurations that do not fit are still the
/// files' fault; every other error fails the run.
template <class F>
void run_work(const F& work) {
  try {
    work();
  } catch (const ConfigError&) {
    throw;
  } catch (const ShapeError&) {
    throw;
  } catch (const DTypeError&) {
    throw;
  } catch (const std::exception& error) {
    throw RunFailed(error.what());
  }
}

}  // namespace cornu::program
