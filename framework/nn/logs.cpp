#include "framework/nn/logs.h"

#include <algorithm>

#include "framework/base/error.h"

namespace cornu {

namespace {

template <class Entries>
auto find_entry(Entries& entries, std::string_view name) {
  return std::find_if(entries.begin(), entries.end(),
                      [&](const auto& entry) { return entry.first == name; });
}

template <class Entries>
const auto& entry_of(const Entries& entries, std::string_view name) {
  const auto found = find_entry(entries, name);
  if (found != entries.end()) return found->second;
  std::vector<std::string> known;
  for (const auto& entry : entries) known.push_back(entry.first);
  fail<ValueError>("logs: there is no ", quote(name), ".", suggest(name, known));
}

}  // namespace

double Logs::operator[](std::string_view name) const { return entry_of(entries_, name); }

const double* Logs::find(std::string_view name) const {
  const auto found = find_entry(entries_, name);
  return found == entries_.end() ? nullptr : &found->second;
}

void Logs::set(std::string_view name, double value) {
  const auto found = find_entry(entries_, name);
  if (found != entries_.end())
    found->second = value;
  else
    entries_.emplace_back(name, value);
}

void Logs::sort() {
  std::stable_sort(entries_.begin(), entries_.end(),
                   [](const Entry& a, const Entry& b) { return a.first < b.first; });
}

const std::vector<double>& History::operator[](std::string_view name) const {
  return entry_of(entries_, name);
}

bool History::contains(std::string_view name) const {
  return find_entry(entries_, name) != entries_.end();
}

void History::add(int64_t epoch, const Logs& logs) {
  epochs_.push_back(epoch);
  for (const auto& [name, value] : logs) {
    auto found = find_entry(entries_, name);
    if (found == entries_.end())
      found = entries_.emplace(entries_.end(), name, std::vector<double>());
    found->second.push_back(value);
  }
}

}  // namespace cornu
