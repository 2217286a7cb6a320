using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Clients.Kinds;

/// <summary>A request in the form of a client's own, but with a tiny task.</summary>
/// <param name="Name">What it stands for.</param>
/// <param name="Path">The path and query.</param>
/// <param name="Body">The body.</param>
/// <param name="End">What ends a response that the client accepts.</param>
internal sealed record ClientRequest(string Name, string Path, JsonObject Body, string End)
{
    /// <summary>The task of the requests, which costs next to nothing.</summary>
    public const string Task = "Reply with the single word: ready";

    /// <summary>The end of a stream in Chat.</summary>
    public const string ChatEnd = "data: [DONE]";

    /// <summary>Gets the header fields that matter beside the key.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the model.</summary>
    public string Model => (string)Body["model"]!;

    /// <summary>Returns a function that a model could call, in the form of OpenAI's Chat.</summary>
    public static JsonObject ChatTool() => new()
    {
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = "bash", ["description"] = "Runs a command in a shell.", ["parameters"] = CommandSchema() },
    };

    /// <summary>Returns the schema of a tool that takes a command.</summary>
    public static JsonObject CommandSchema() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["command"] = new JsonObject { ["type"] = "string" } },
        ["required"] = new JsonArray("command"),
    };
}
