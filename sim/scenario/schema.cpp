// JSON Schema, drawn from the table of keys.
#include "sim/scenario/keys.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tidemark {
namespace {

using Json = nlohmann::ordered_json;

// Whether what is required elsewhere must be there: not in a mode that copies another.
enum class Strictness { whole, part };

Json schema_of(const Form& form, Strictness strictness);

std::string sentence_case(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

std::string description_of(const KeyForm& key) {
    std::string text = sentence_case(key.sentence) + ".";
    if (!key.form->type.empty()) text += " " + sentence_case(key.form->type) + ".";
    if (!key.default_text.empty()) text += " Default: " + key.default_text + ".";
    for (const Form::Word& word : key.form->words)
        text += "\n- " + word.word + ": " + word.sentence;
    return text;
}

Json scalar_schema(const Form& form) {
    Json schema;
    if (!form.words.empty()) {
        schema["enum"] = Json::array();
        for (const Form::Word& word : form.words)
            schema["enum"].push_back(word.word);
    } else if (form.boolean) {
        schema["type"] = "boolean";
    } else if (form.number) {
        schema["type"] = form.pattern.empty() ? "integer" : "number";
        if (form.minimum && *form.minimum != INT64_MIN) schema["minimum"] = *form.minimum;
        if (form.maximum && *form.maximum != INT64_MAX) schema["maximum"] = *form.maximum;
    } else if (form.anything) {
        schema["type"] = Json::array({"string", "number", "boolean"});
    } else {
        schema["type"] = "string";
        if (!form.pattern.empty()) schema["pattern"] = form.pattern;
    }
    return schema;
}

Json key_schema(const KeyForm& key, Strictness strictness) {
    Json schema;
    schema["description"] = description_of(key);
    if (key.default_is_value && key.form->kind == Form::Kind::scalar) {
        if (key.form->boolean) schema["default"] = key.default_text == "true";
        else if (key.form->number && key.default_text.find('.') == std::string::npos)
            schema["default"] = std::stoll(key.default_text);
        else schema["default"] = key.default_text;
    }
    schema.update(schema_of(*key.form, strictness));
    return schema;
}

Json section_schema(const Form& form, Strictness strictness, const std::string& tag, const std::string& word) {
    Json schema;
    if (!form.sentence.empty()) schema["description"] = form.sentence;
    schema["type"] = "object";
    Json properties = Json::object(), required = Json::array(), all = Json::array();
    if (!tag.empty()) {
        properties[tag] = {{"description", sentence_case(form.sentence.empty() ? word : form.sentence)},
                           {"const", word}};
        if (strictness == Strictness::whole) required.push_back(tag);
    }
    for (const KeyForm& key : form.keys) {
        properties[key.name] = key_schema(key, strictness);
        if (key.required && strictness == Strictness::whole) required.push_back(key.name);
    }
    schema["properties"] = std::move(properties);
    schema["additionalProperties"] = false;
    if (!required.empty()) schema["required"] = std::move(required);
    for (const Form::Choice& choice : form.choices) {
        if (choice.required && strictness == Strictness::whole) {
            Json one = Json::array();
            for (const std::string& key : choice.keys)
                one.push_back({{"required", Json::array({key})}});
            all.push_back({{"oneOf", one}});
        } else if (choice.keys.size() > 1) {
            Json pairs = Json::array();
            for (std::size_t a = 0; a < choice.keys.size(); ++a)
                for (std::size_t b = a + 1; b < choice.keys.size(); ++b)
                    pairs.push_back({{"required", Json::array({choice.keys[a], choice.keys[b]})}});
            all.push_back({{"not", {{"anyOf", pairs}}}});
        }
    }
    if (!all.empty()) schema["allOf"] = std::move(all);
    return schema;
}

// All alternatives at once, nothing required: what may change of a copy whose kind stands elsewhere.
Json merged_schema(const Form& form) {
    Json words = Json::array(), properties = Json::object();
    for (const Form::Alternative& each : form.alternatives)
        words.push_back(each.word);
    properties[form.tag] = {{"description", "Another kind replaces the copied one."}, {"enum", words}};
    for (const Form::Alternative& each : form.alternatives)
        for (const KeyForm& key : each.section->keys) {
            Json schema = key_schema(key, Strictness::part);
            if (!properties.contains(key.name)) {
                properties[key.name] = std::move(schema);
            } else if (properties[key.name] != schema) {
                Json& known = properties[key.name];
                if (!known.contains("anyOf") || known.size() != 2) {
                    Json first = known;
                    known = {{"description", first["description"]}, {"anyOf", Json::array({first})}};
                }
                known["anyOf"].push_back(std::move(schema));
            }
        }
    return {{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
}

Json alternatives_schema(const Form& form, Strictness strictness) {
    if (strictness == Strictness::part) return merged_schema(form);
    Json list = Json::array();
    for (const Form::Alternative& each : form.alternatives)
        list.push_back(section_schema(*each.section, strictness, form.tag, each.word));
    if (form.copies) {
        Json copy = merged_schema(form);
        Json properties = {
            {"like", {{"description", "Copies this mode; the other keys change the copy."}, {"type", "string"}}}};
        properties.update(copy["properties"]);
        copy["properties"] = properties;
        copy["description"] = "A copy of another mode, with changes.";
        copy["required"] = Json::array({"like"});
        list.push_back(std::move(copy));
    }
    if (list.size() == 1) return list.front();
    return {{"oneOf", list}};
}

Json schema_of(const Form& form, Strictness strictness) {
    switch (form.kind) {
        case Form::Kind::scalar:
            return scalar_schema(form);
        case Form::Kind::list: {
            // Lists are replaced as a whole, never copied in part.
            Json schema = {{"type", "array"}, {"items", schema_of(*form.element, Strictness::whole)}};
            if (form.most != 0) schema["maxItems"] = form.most;
            return schema;
        }
        case Form::Kind::names:
            return {{"type", "object"},
                    {"maxProperties", form.most},
                    {"propertyNames", {{"pattern", name().form->pattern}}},
                    {"additionalProperties", schema_of(*form.element, strictness)}};
        case Form::Kind::section:
            return section_schema(form, strictness, {}, {});
        case Form::Kind::alternatives:
            return alternatives_schema(form, strictness);
        case Form::Kind::either: {
            Json any = Json::array();
            for (const FormPointer& option : form.options)
                any.push_back(schema_of(*option, strictness));
            return {{"anyOf", any}};
        }
    }
    return {};
}

}  // namespace

std::string scenario_schema() {
    const FormPointer form = scenario_keys().form();
    Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "Tidemark scenario"}};
    schema.update(section_schema(*form, Strictness::whole, {}, {}));
    return schema.dump(1) + "\n";
}

}  // namespace tidemark
