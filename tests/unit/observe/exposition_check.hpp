#pragma once

#include <map>
#include <regex>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace test {

/// Reads Prometheus' text format, version 0.0.4, as strictly as its pages and the guidelines for names say, and throws
/// std::runtime_error for the first line that is not right. Shares nothing with what writes it.
class exposition {
public:
    explicit exposition(const std::string& text)
    {
        if (!text.empty() && text.back() != '\n')
            refuse("the last line has no end", text);
        for (std::size_t at = 0; at != text.size();) {
            const std::size_t end = text.find('\n', at);
            read(text.substr(at, end - at));
            at = end + 1;
        }
        end_family();
    }

    /// Of a series as it stands in the text, `name{a="b"}`; -1 without it.
    double operator[](const std::string& series) const
    {
        const auto found = series_.find(series);
        return found == series_.end() ? -1 : found->second;
    }
    const std::map<std::string, double>& series() const { return series_; }
    const std::map<std::string, std::string>& types() const { return types_; }

private:
    [[noreturn]] static void refuse(const std::string& why, const std::string& line)
    {
        throw std::runtime_error(why + ": " + line);
    }

    void read(const std::string& line)
    {
        static const std::regex help("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ([ -\\[\\]-~]+)"); // no backslash, one line
        static const std::regex type("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)");
        std::smatch found;
        if (std::regex_match(line, found, help)) {
            end_family();
            family_ = found[1];
            if (!families_.insert(family_).second)
                refuse("a second family of that name", line);
        } else if (std::regex_match(line, found, type)) {
            if (found[1] != family_ || types_.count(family_) != 0)
                refuse("a type that does not follow its help", line);
            types_[family_] = found[2];
            check_name(line);
        } else {
            read_sample(line);
        }
    }

    void check_name(const std::string& line) const
    {
        const std::string& type = types_.at(family_);
        const bool total = family_.ends_with("_total");
        if (total != (type == "counter"))
            refuse("counters, and nothing else, end in _total", line);
        if (type == "histogram" && !family_.ends_with("_seconds"))
            refuse("a histogram without its base unit", line);
    }

    void read_sample(const std::string& line)
    {
        static const std::regex sample("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(.*)\\})? ([0-9]+([.][0-9]+)?)");
        std::smatch found;
        if (!std::regex_match(line, found, sample))
            refuse("neither a comment nor a sample", line);
        if (types_.count(family_) == 0)
            refuse("a sample before its type", line);
        auto labels = labels_of(found[3], line);
        const double value = std::stod(found[4]);
        if (!series_.emplace(line.substr(0, line.rfind(' ')), value).second)
            refuse("a second sample of that series", line);
        const std::string name = found[1];
        if (types_[family_] != "histogram") {
            if (name != family_ || labels.count("le") != 0)
                refuse("a sample of another family", line);
            return;
        }
        const std::string le = labels.count("le") != 0 ? labels.at("le") : "";
        labels.erase("le");
        histogram& of = histograms_[labels];
        if (name == family_ + "_bucket" && !le.empty())
            of.buckets.emplace_back(le, value);
        else if (name == family_ + "_sum" && le.empty())
            ++of.sums;
        else if (name == family_ + "_count" && le.empty())
            of.counts.push_back(value);
        else
            refuse("a sample of another family", line);
    }

    static std::map<std::string, std::string> labels_of(std::string text, const std::string& line)
    {
        static const std::regex label("^([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\"\\\\n])*)\"(,|$)");
        std::map<std::string, std::string> labels;
        while (!text.empty()) {
            std::smatch found;
            if (!std::regex_search(text, found, label) || found[1].str().starts_with("__"))
                refuse("not a list of labels", line);
            if (!labels.emplace(found[1], found[2]).second)
                refuse("a second label of that name", line);
            if (found[3] == "," && found.suffix().length() == 0)
                refuse("a list of labels that ends with a comma", line);
            text = found.suffix().str();
        }
        return labels;
    }

    void end_family()
    {
        for (const auto& [labels, each] : histograms_) {
            if (each.buckets.empty() || each.buckets.back().first != "+Inf" || each.sums != 1 ||
                each.counts.size() != 1 || each.counts[0] != each.buckets.back().second)
                refuse("a histogram that is not whole", family_);
            double bound = -1, count = 0;
            for (const auto& [le, value] : each.buckets) {
                const double next = le == "+Inf" ? 1e300 : std::stod(le);
                if (next <= bound || value < count)
                    refuse("buckets out of order", family_);
                bound = next;
                count = value;
            }
        }
        histograms_.clear();
        if (!family_.empty() && types_.count(family_) == 0)
            refuse("a help without a type", family_);
    }

    struct histogram {
        std::vector<std::pair<std::string, double>> buckets;
        int sums = 0;
        std::vector<double> counts;
    };
    std::string family_;
    std::set<std::string> families_;
    std::map<std::string, std::string> types_;
    std::map<std::string, double> series_;
    std::map<std::map<std::string, std::string>, histogram> histograms_; // of the family
};

} // namespace test
