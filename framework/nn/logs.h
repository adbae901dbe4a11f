#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cornu {

/// Numbers by name, in the order in which they were first set: what an epoch or a batch gave. Where
/// a metric gives several numbers, their mean stands for them, and list() has them all.
class Logs {
 public:
  using Entry = std::pair<std::string, double>;

  Logs() = default;
  Logs(std::initializer_list<Entry> entries) : entries_(entries) {}

  /// ValueError with the nearest name where there is none.
  double operator[](std::string_view name) const;
  const double* find(std::string_view name) const;
  bool contains(std::string_view name) const { return find(name) != nullptr; }
  void set(std::string_view name, double value);
  /// The numbers of a metric that gives several; null where it gives one.
  const std::vector<double>* list(std::string_view name) const;
  void set_list(std::string_view name, std::vector<double> values);
  /// Adds what `other` has, each name after `prefix`.
  void merge(const Logs& other, std::string_view prefix);
  /// By name, as Keras hands them to callbacks.
  void sort();

  bool empty() const { return entries_.empty(); }
  size_t size() const { return entries_.size(); }
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }
  friend bool operator==(const Logs&, const Logs&) = default;

 private:
  std::vector<Entry> entries_;
  std::vector<std::pair<std::string, std::vector<double>>> lists_;
};

/// What fit gives back: each epoch's numbers, by name.
class History {
 public:
  using Entry = std::pair<std::string, std::vector<double>>;
  using Lists = std::pair<std::string, std::vector<std::vector<double>>>;

  History() = default;
  History(std::vector<int64_t> epochs, std::vector<Entry> entries, std::vector<Lists> lists)
      : epochs_(std::move(epochs)), entries_(std::move(entries)), lists_(std::move(lists)) {}

  /// ValueError with the nearest name where there is none.
  const std::vector<double>& operator[](std::string_view name) const;
  bool contains(std::string_view name) const;
  /// Each epoch's numbers of a metric that gives several; null where it gives one.
  const std::vector<std::vector<double>>* lists(std::string_view name) const;
  const std::vector<Lists>& lists() const { return lists_; }
  void add(int64_t epoch, const Logs& logs);
  /// The numbers of the epochs, from 0.
  const std::vector<int64_t>& epochs() const { return epochs_; }

  size_t size() const { return entries_.size(); }
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }

 private:
  std::vector<int64_t> epochs_;
  std::vector<Entry> entries_;
  std::vector<Lists> lists_;
};

}  // namespace cornu
