#include "framework/runtime/messages.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <cstdio>

#include "framework/runtime/process_state.h"

namespace cornu {

namespace {

/// Standard output is for what was asked for.
spdlog::logger& default_logger() {
  static spdlog::logger logger = [] {
    spdlog::logger made("cornu", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made.set_pattern("%l: %v");
    return made;
  }();
  return logger;
}

}  // namespace

void set_logger(std::shared_ptr<spdlog::logger> logger) {
  const std::lock_guard lock(process_state().messages_mutex);
  process_state().logger = std::move(logger);
}

void warn(const std::string& message) {
  std::shared_ptr<spdlog::logger> logger;
  {
    const std::lock_guard lock(process_state().messages_mutex);
    logger = process_state().logger;
  }
  (logger ? *logger : default_logger()).warn(message);
}

void warn_once(const std::string& message) {
  {
    const std::lock_guard lock(process_state().messages_mutex);
    if (!process_state().warnings_given.insert(message).second) return;
  }
  warn(message);
}

void set_print_sink(std::function<void(std::string_view)> sink) {
  const std::lock_guard lock(process_state().messages_mutex);
  process_state().print_sink = std::move(sink);
}

void print(std::string_view text) {
  std::function<void(std::string_view)> sink;
  {
    const std::lock_guard lock(process_state().messages_mutex);
    sink = process_state().print_sink;
  }
  if (sink) {
    sink(text);
  } else {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
  }
}

}  // namespace cornu
