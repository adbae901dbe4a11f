#include "framework/nn/logs.h"

#include <algorithm>
#include <numeric>

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

/// The value under that name, made where there is none.
template <class Entries>
auto& value_of(Entries& entries, std::string_view name) {
  const auto found = find_entry(entries, name);
  if (found != entries.end()) return found->second;
  return entries.emplace_back(std::string(name), typename Entries::value_type::second_type())
      .second;
}

}  // namespace

double Logs::operator[](std::string_view name) const { return entry_of(entries_, name); }

const double* Logs::find(std::string_view name) const {
  const auto found = find_entry(entries_, name);
  return found == entries_.end() ? nullptr : &found->second;
}

void Logs::set(std::string_view name, double value) {
  value_of(entries_, name) = value;
  if (const auto found = find_entry(lists_, name); found != lists_.end()) lists_.erase(found);
}

const std::vector<double>* Logs::list(std::string_view name) const {
  const auto found = find_entry(lists_, name);
  return found == lists_.end() ? nullptr : &found->second;
}

void Logs::set_list(std::string_view name, std::vector<double> values) {
  const double sum = std::accumulate(values.begin(), values.end(), 0.0);
  set(name, values.empty() ? 0 : sum / static_cast<double>(values.size()));
  value_of(lists_, name) = std::move(values);
}

void Logs::merge(const Logs& other, std::string_view prefix) {
  for (const auto& [name, value] : other) set(concat(prefix, name), value);
  for (const auto& [name, values] : other.lists_) set_list(concat(prefix, name), values);
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
    value_of(entries_, name).push_back(value);
    if (const std::vector<double>* list = logs.list(name)) value_of(lists_, name).push_back(*list);
  }
}

const std::vector<std::vector<double>>* History::lists(std::string_view name) const {
  const auto found = find_entry(lists_, name);
  return found == lists_.end() ? nullptr : &found->second;
}

}  // namespace cornu
