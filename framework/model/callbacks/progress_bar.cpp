#include "framework/model/callbacks/progress_bar.h"

#include <array>
#include <cmath>
#include <cstdio>

#include "framework/runtime/messages.h"

namespace cornu {

namespace {

constexpr int64_t kWidth = 20;
constexpr double kInterval = 0.05;

std::string format(const char* pattern, auto... values) {
  std::array<char, 512> text;
  std::snprintf(text.data(), text.size(), pattern, values...);
  return text.data();
}

std::string counted(int64_t current, int64_t target) {
  const int digits = static_cast<int>(std::log10(static_cast<double>(target))) + 1;
  return format("%*lld/%lld", digits, static_cast<long long>(current),
                static_cast<long long>(target));
}

std::string per_step(double seconds) {
  if (seconds >= 1 || seconds == 0) return format(" %.0fs/step", seconds);
  if (seconds >= 1e-3) return format(" %.0fms/step", seconds * 1e3);
  return format(" %.0fus/step", seconds * 1e6);
}

std::string remaining(double seconds) {
  const auto all = static_cast<long long>(seconds);
  if (seconds > 3600) return format("%lld:%02lld:%02lld", all / 3600, all % 3600 / 60, all % 60);
  if (seconds > 60) return format("%lld:%02lld", all / 60, all % 60);
  return format("%llds", all);
}

std::string repeated(const char* text, int64_t count) {
  std::string out;
  for (int64_t i = 0; i < count; ++i) out += text;
  return out;
}

/// Characters, not bytes.
int64_t characters(const std::string& text) {
  int64_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

std::string values(const Logs& logs, bool by_magnitude) {
  std::string text;
  for (const auto& [name, value] : logs) {
    const double size = by_magnitude ? std::abs(value) : value;
    text += " - " + name + ":" + format(size > 1e-3 ? " %.4f" : " %.4e", value);
  }
  return text;
}

}  // namespace

ProgressBar::ProgressBar(int64_t target, int verbose, Clock clock)
    : target_(target), verbose_(verbose), clock_(std::move(clock)), start_(clock_()) {}

bool ProgressBar::due(bool finalize) {
  now_ = clock_();
  return finalize || (verbose_ == 1 && now_ - last_update_ >= kInterval);
}

double ProgressBar::step_seconds(int64_t current) {
  if (current == 0) return 0;
  const double seconds = after_first_step_ >= 0 && current > 1
                             ? (now_ - after_first_step_) / static_cast<double>(current - 1)
                             : (now_ - start_) / static_cast<double>(current);
  if (current == 1) after_first_step_ = now_;
  return seconds;
}

std::string ProgressBar::bar(int64_t current, int64_t& unseen) const {
  if (target_ <= 0) return format("%7lld/Unknown", static_cast<long long>(current));
  const int64_t done = kWidth * current / target_;
  unseen = done > 0 ? 26 : 17;
  std::string text = "\x1b[1m" + counted(current, target_) + "\x1b[0m ";
  if (done > 0) text += "\x1b[32m" + repeated("━", done) + "\x1b[0m";
  return text + "\x1b[37m" + repeated("━", kWidth - done) + "\x1b[0m";
}

std::string ProgressBar::times(int64_t current, double seconds, bool finalize,
                               int64_t& unseen) const {
  unseen += 8;
  const std::string time = target_ > 0 && !finalize
                               ? remaining(seconds * static_cast<double>(target_ - current))
                               : format("%.0fs", now_ - start_);
  return " \x1b[1m" + time + "\x1b[0m" + per_step(seconds);
}

void ProgressBar::update(int64_t current, const Logs& logs, bool finalize) {
  const double seconds = step_seconds(current);
  if (verbose_ == 1) {
    int64_t unseen = 0;
    std::string text = repeated("\b", previous_width_) + "\r";
    const std::string line =
        bar(current, unseen) + times(current, seconds, finalize, unseen) + values(logs, true);
    const int64_t width = characters(line) - unseen;
    text += line + repeated(" ", previous_width_ - width);
    if (finalize) text += "\n";
    print(text);
    previous_width_ = width;
  } else if (finalize && target_ > 0) {
    print(counted(current, target_) + format(" - %.0fs", now_ - start_) + " -" + per_step(seconds) +
          values(logs, false) + "\n");
  }
  last_update_ = now_;
}

}  // namespace cornu
