#include "framework/model/callbacks/csv_logger.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>

#include "framework/base/error.h"
#include "framework/base/field_containers.h"
#include "framework/base/file.h"
#include "framework/base/strings.h"
#include "framework/data/csv_table.h"
#include "framework/nn/classes.h"

namespace cornu {

namespace {

/// As Keras writes the numbers of a metric that gives several: `"[0.5, 0.25]"`, in the fewest
/// digits that a float32 needs.
std::string list_text(const std::vector<double>& values) {
  std::vector<std::string> texts;
  for (const double value : values) {
    char digits[32] = {};
    std::to_chars(digits, digits + sizeof digits - 1, static_cast<float>(value));
    texts.push_back(number_text(std::strtod(digits, nullptr)));
  }
  return concat("\"[", join(texts), "]\"");
}

class CSVLogger final : public Configured<CallbackBase, callbacks::CSVLoggerOptions> {
 public:
  explicit CSVLogger(Config config) : Configured(std::move(config)) {
    if (this->config().filename.empty()) fail<ValueError>("CSVLogger: filename is empty.");
    if (this->config().separator.size() != 1)
      fail<ValueError>("CSVLogger: separator must be one character, not ",
                       quote(this->config().separator), ".");
  }

  void check(const Trainer&, const std::vector<std::string>&) const override {
    check_folder(folder_of(config().filename));
    struct stat status;
    if (::stat(config().filename.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
      fail<FileError>("CSVLogger: ", quote(config().filename), " is not a regular file.");
  }
  void on_train_begin() override {
    progress_ = {};
    open(config().append);
  }
  void on_epoch_end(int64_t epoch, Logs& logs) override {
    std::string text;
    if (progress_.keys.empty()) {
      choose_keys(logs);
      if (header_due_) text = line("epoch", progress_.keys);
      header_due_ = false;
    }
    std::vector<std::string> cells;
    for (const std::string& key : progress_.keys) {
      const double* value = logs.find(key);
      const std::vector<double>* list = logs.list(key);
      cells.push_back(list ? list_text(*list) : value ? number_text(*value) : "NA");
    }
    write(text + line(concat(epoch), cells));
  }
  void on_train_end(const Logs&) override { file_ = {}; }

  CallbackState state() const override {
    return {to_json(Progress{progress_.keys, static_cast<int64_t>(size_of_file(file_))})};
  }
  /// Lines that the killed run wrote after the state was kept will be written again.
  void set_state(const CallbackState& state) override {
    progress_ = from_json<Progress>(state.values, {.owner = "CSVLogger"});
    open(true);
    const auto there = static_cast<int64_t>(size_of_file(file_));
    if (progress_.bytes < there && ftruncate(file_.get(), progress_.bytes) != 0)
      fail_on_file(config().filename, "written", errno);
    header_due_ = progress_.bytes == 0;
  }

 private:
  struct Progress {
    std::vector<std::string> keys = {};
    int64_t bytes = 0;
    static void fields(auto& field, auto& config) {
      field("keys", config.keys, "The columns after the epoch's.");
      field("bytes", config.bytes, "The file's size.");
    }
  };

  void open(bool append) {
    make_folder(folder_of(config().filename));
    // What an earlier run wrote stays until this one has a line of its own.
    file_ = FileDescriptor(
        ::open(config().filename.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666));
    if (!file_.is_open()) fail_on_file(config().filename, "written", errno);
    starts_anew_ = !append;
    header_due_ = !append || size_of_file(file_) == 0;
  }

  void choose_keys(const Logs& logs) {
    for (const auto& [name, value] : logs) progress_.keys.push_back(name);
    std::sort(progress_.keys.begin(), progress_.keys.end());
    const bool validated =
        std::any_of(progress_.keys.begin(), progress_.keys.end(),
                    [](const std::string& key) { return key.starts_with("val_"); });
    if (validated) return;
    for (size_t i = 0, count = progress_.keys.size(); i < count; ++i)
      progress_.keys.push_back("val_" + progress_.keys[i]);
  }

  std::string line(std::string text, const std::vector<std::string>& cells) const {
    for (const std::string& each : cells)
      text += config().separator + csv_cell(each, config().separator[0]);
    return text + "\r\n";
  }

  void write(std::string_view text) {
    if (std::exchange(starts_anew_, false) && ftruncate(file_.get(), 0) != 0)
      fail_on_file(config().filename, "written", errno);
    while (!text.empty()) {
      const ssize_t written = ::write(file_.get(), text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail_on_file(config().filename, "written", errno);
      text.remove_prefix(static_cast<size_t>(written));
    }
  }

  Progress progress_;
  FileDescriptor file_;
  bool header_due_ = true, starts_anew_ = false;
};

}  // namespace

constinit const ClassDef csv_logger_callback =
    class_def<CSVLogger>("CSVLogger", "Writes each epoch's numbers as a line of a CSV file.");

CallbackRef callbacks::CSVLogger(std::string filename, CSVLoggerOptions options) {
  options.filename = std::move(filename);
  return std::make_shared<cornu::CSVLogger>(std::move(options));
}

}  // namespace cornu
