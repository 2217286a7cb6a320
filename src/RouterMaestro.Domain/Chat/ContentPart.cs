using System.Text.Json;

namespace RouterMaestro.Domain.Chat;

/// <summary>A block of a message or of a response. The family is closed.</summary>
public abstract record ContentPart
{
    private protected ContentPart()
    {
    }

    /// <summary>Gets the prompt-cache breakpoint set on this block, if any.</summary>
    public CacheMarker? Cache { get; init; }

    /// <summary>Gets the fields that are specific to one protocol in the block.</summary>
    public Extensions Extensions { get; init; } = Extensions.None;
}

/// <summary>Plain text.</summary>
/// <param name="Text">The text.</param>
public sealed record TextPart(JsonText Text) : ContentPart;

/// <summary>The model's own words for declining.</summary>
/// <param name="Text">The words.</param>
public sealed record RefusalPart(JsonText Text) : ContentPart;

/// <summary>The model's reasoning, as far as the provider shows it.</summary>
/// <param name="Text">The text; empty when only the signature was given.</param>
public sealed record ReasoningPart(JsonText Text) : ContentPart
{
    /// <summary>Gets the provider's signature, which must go back unchanged to that provider; null when there is none.</summary>
    public string? Signature { get; init; }
}

/// <summary>Reasoning that the provider shows only in encrypted form.</summary>
/// <param name="Data">The encrypted blob, which must go back unchanged to that provider.</param>
public sealed record RedactedReasoningPart(JsonText Data) : ContentPart;

/// <summary>A picture.</summary>
/// <param name="Source">Where its bytes are.</param>
public sealed record ImagePart(MediaSource Source) : ContentPart
{
    /// <summary>Gets how closely the model should look: <c>low</c>, <c>high</c>, <c>auto</c>, or null.</summary>
    public string? Detail { get; init; }
}

/// <summary>A document, such as a PDF file or a text with a title.</summary>
/// <param name="Source">Where its content is.</param>
public sealed record DocumentPart(MediaSource Source) : ContentPart
{
    /// <summary>Gets the file name or title.</summary>
    public string? Title { get; init; }

    /// <summary>Gets what the author says about the document, for the model alone.</summary>
    public string? Context { get; init; }
}

/// <summary>A tool call of the model.</summary>
/// <param name="Id">The id that the result refers to.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">The arguments, a JSON object; empty when the text was broken.</param>
public sealed record ToolCallPart(string Id, string Name, RawJson Arguments) : ContentPart
{
    private const int MaxEncodings = 4;

    /// <summary>Gets the arguments as the model wrote them, when they are not a JSON object; else null.</summary>
    public string? BrokenArguments { get; init; }

    /// <summary>Gets the form and name that the caller declared, if known; null when they are the tool's own.</summary>
    public ToolAlias? Alias { get; init; }

    /// <summary>
    /// Makes a call out of the arguments' text. Blank text and null mean a call without arguments; an object inside a JSON string, as models write it that encode
    /// twice (ollama/ollama#12413), is that object.
    /// </summary>
    /// <param name="id">The id that the result refers to.</param>
    /// <param name="name">The tool's name.</param>
    /// <param name="arguments">The text, JSON as a rule.</param>
    public static ToolCallPart FromText(string id, string name, string arguments)
    {
        var text = arguments;
        for (var depth = 0; depth < MaxEncodings && !string.IsNullOrWhiteSpace(text); depth++)
        {
            try
            {
                var json = RawJson.Parse(text);
                switch (json.Utf8.Span.TrimStart(" \t\r\n"u8)[0])
                {
                    case (byte)'{':
                        return new ToolCallPart(id, name, json);
                    case (byte)'n':
                        return new ToolCallPart(id, name, RawJson.EmptyObject);
                    case (byte)'"':
                        text = JsonEscaping.Decode(json.Utf8.Span);
                        continue;
                }
            }
            catch (JsonException)
            {
                // kept as text below: a model's broken arguments are the caller's to judge
            }

            return new ToolCallPart(id, name, RawJson.EmptyObject) { BrokenArguments = arguments };
        }

        return string.IsNullOrWhiteSpace(text)
            ? new ToolCallPart(id, name, RawJson.EmptyObject)
            : new ToolCallPart(id, name, RawJson.EmptyObject) { BrokenArguments = arguments };
    }
}

/// <summary>The result of a tool.</summary>
/// <param name="CallId">The id of the call.</param>
/// <param name="Content">The response, in order.</param>
/// <param name="IsError">Whether the tool failed.</param>
public sealed record ToolResultPart(string CallId, EquatableArray<ContentPart> Content, bool IsError = false) : ContentPart;
