using System.Text.Json.Nodes;
using Cocona;
using RouterMaestro.Cli.Completion;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Commands;

/// <summary>The options of <c>provider add</c> and <c>provider set</c>: the members of an entry of <c>providers.json</c>.</summary>
internal sealed record ProviderSettings(
    [Option('t', ValueName = "TYPE", Description = "Type: openai-compatible, anthropic-compatible, or the type of a module.")][Completes("openai-compatible", "anthropic-compatible")] string? Type = null,
    [Option("base-url", ValueName = "URL", Description = "Base address, such as https://llm.example.com/v1.")] string? BaseUrl = null,
    [Option("preset", ValueName = "SERVER", Description = "Kind of server, which decides how requests are written, such as vllm or lm-studio.")][Completes(
        "vllm", "sglang", "llama.cpp", "ollama", "lm-studio", "deepseek", "mistral", "groq", "xai", "cerebras", "together", "fireworks", "openrouter", "gemini-openai", "moonshot", "zhipu", "minimax")] string? Preset = null,
    [Option("key-env", ValueName = "VARIABLE", Description = "Environment variable of the gateway that holds the key.")] string? KeyEnv = null,
    [Option("protocols", ValueName = "LIST", Description = "Protocols of the server, the preferred one first: chat,responses,messages.")][Completes("chat", "responses", "messages")] string[]? Protocols = null,
    [Option("header", ValueName = "NAME=VALUE", Description = "Header field sent with every request: NAME=VALUE.")] string[]? Headers = null,
    [Option("model", ValueName = "ID", Description = "Model of the server; if there is any, its own list is not requested.")] string[]? Models = null,
    [Option("allow-unauthenticated", Description = "Call the server without a key if there is none.")] bool? AllowUnauthenticated = null,
    [Option("stream-usage", Description = "Ask for the usage of streamed Chat calls; =false for servers that reject it.")] bool? StreamUsage = null,
    [Option("thinking", Description = "Send 'thinking' in translated Chat requests; =false for servers that reject it.")] bool? Thinking = null) : ICommandParameterSet
{
    /// <summary>Returns why a new provider cannot be made of it: a value removes a member, which only a patch can do, or the address is missing; null if it can.</summary>
    /// <exception cref="WrongUsageException">A header field is not written NAME=VALUE.</exception>
    public string? ErrorForNew()
    {
        if (Headers?.Select(ReadHeader).FirstOrDefault(header => header.Value is null).Key is { } header)
        {
            return $"'--header {header}=' removes a header field, and a new provider has none: write --header {header}=VALUE.";
        }

        (string Option, string? Value)[] texts = [("--type", Type), ("--base-url", BaseUrl), ("--preset", Preset), ("--key-env", KeyEnv), ("--protocols", Joined(Protocols))];
        return texts.FirstOrDefault(text => text.Value is not null && IsRemoval(text.Value)).Option is { } empty ? $"{empty} must not be empty."
            : Type is "openai-compatible" or "anthropic-compatible" && BaseUrl is null ? $"--base-url is missing: '{Type}' is the type of a server at an address of your own."
            : null;
    }

    /// <summary>Returns the members that are set, as an entry or as a patch of one, in which null removes a member.</summary>
    /// <exception cref="WrongUsageException">A header field is not written NAME=VALUE, or a model has no name.</exception>
    public JsonObject ToEntry()
    {
        JsonObject entry = [];
        SetText(entry, "type", Type);
        SetText(entry, "baseURL", BaseUrl);
        SetMembers(entry, "headers", Headers, ReadHeader);
        SetMembers(entry, "models", Models, ReadModel);
        JsonObject options = [];
        SetText(options, "preset", Preset);
        SetText(options, "api_key_env", KeyEnv);
        SetText(options, "protocols", Joined(Protocols), list => new JsonArray([.. list.Split(',').Select(p => (JsonNode)p.Trim())]));
        Set(options, "allow_unauthenticated", AllowUnauthenticated);
        Set(options, "stream_usage", StreamUsage);
        Set(options, "thinking", Thinking);
        Set(entry, "options", options.Count == 0 ? null : options);
        return entry;
    }

    private static string? Joined(string[]? values) => values is null ? null : string.Join(',', values);

    private static bool IsRemoval(string value) => string.IsNullOrWhiteSpace(value);

    private static void SetText(JsonObject members, string name, string? value, Func<string, JsonNode>? read = null)
    {
        if (value is not null)
        {
            members[name] = IsRemoval(value) ? null : read?.Invoke(value) ?? value;
        }
    }

    private static void Set(JsonObject members, string name, JsonNode? value)
    {
        if (value is not null)
        {
            members[name] = value;
        }
    }

    private static void SetMembers(JsonObject entry, string name, string[]? values, Func<string, KeyValuePair<string, JsonNode?>> read)
    {
        if (values is { Length: > 0 })
        {
            entry[name] = new JsonObject(values.Select(read).DistinctBy(member => member.Key));
        }
    }

    private static KeyValuePair<string, JsonNode?> ReadModel(string model) => string.IsNullOrWhiteSpace(model)
        ? throw new WrongUsageException("--model must not be empty.")
        : new(model, new JsonObject());

    private static KeyValuePair<string, JsonNode?> ReadHeader(string header) => header.Split('=', 2) is [{ Length: > 0 } name, var value]
        ? new(name.Trim(), value.Length == 0 ? null : value)
        : throw new WrongUsageException($"A header field is written NAME=VALUE, not '{header.Split('=')[0]}'.");
}
