#pragma once

#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include <memory>
#include <sstream>
#include <string>

#include "framework/runtime/messages.h"
#include "framework/runtime/process_state.h"

namespace cornu {

/// What was warned of while it lives.
class Warnings {
 public:
  Warnings() {
    auto logger = std::make_shared<spdlog::logger>(
        "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(out_));
    logger->set_pattern("%v");
    set_logger(logger);
    process_state().warnings_given.clear();
  }
  ~Warnings() { set_logger(nullptr); }
  std::string text() const { return out_.str(); }

 private:
  std::ostringstream out_;
};

}  // namespace cornu
