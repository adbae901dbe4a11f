#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace spdlog {
class logger;
}

namespace cornu {

/// Where warnings go; null: to standard error.
void set_logger(std::shared_ptr<spdlog::logger> logger);
void warn(const std::string& message);
/// The first time in this process that anybody says so.
void warn_once(const std::string& message);

/// Where text goes that was asked for, such as progress bars; null: standard output.
void set_print_sink(std::function<void(std::string_view)> sink);
void print(std::string_view text);

}  // namespace cornu
