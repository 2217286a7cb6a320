using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Reads a Responses request.</summary>
internal static class ResponsesRequestReader
{
    private static readonly string[] _storedByProvider = ["previous_response_id", "conversation", "prompt"];

    /// <exception cref="RouterException">The request is not valid, or cannot be told to a provider of another dialect.</exception>
    public static ChatRequest Read(ReadOnlyMemory<byte> body, RequestHints hints, LossSink losses)
    {
        using var json = JsonRequest.Parse(body, losses);
        RefuseStoredContent(json);
        var root = json.Root;
        var input = ResponsesInputReader.Read(json);
        var tools = ReadTools(json, input.Tools);
        var isChoiceKnown = ResponsesToolChoiceReader.TryRead(json, tools, out var choice);
        return new ChatRequest(hints.Model ?? json.TakeString(root, "model"u8), input.Messages)
        {
            Stream = hints.Stream ?? json.FindBool(root, "stream"u8) ?? false,
            Tools = tools.ToEquatableArray(),
            ToolChoice = choice,
            ParallelToolCalls = json.FindBool(root, "parallel_tool_calls"u8),
            Sampling = ReadSampling(json),
            Reasoning = ResponsesSettingsReader.ReadReasoning(json),
            OutputFormat = ResponsesSettingsReader.ReadFormat(json),
            User = json.FindString(root, "user"u8) ?? json.FindString(root, "safety_identifier"u8),
            Extensions = ResponsesExtensions.Collect(json, isChoiceKnown, input.Extensions),
        };
    }

    /// <summary>What a provider keeps, no other provider can go on with.</summary>
    private static void RefuseStoredContent(JsonRequest json)
    {
        foreach (var name in _storedByProvider)
        {
            if (json.Root.TryGetProperty(name, out var kept) && kept.ValueKind != JsonValueKind.Null)
            {
                throw json.Wrong(
                    System.Text.Encoding.ASCII.GetBytes(name),
                    $"'{name}' names something that its provider keeps, which cannot be carried to a provider of another dialect: send the whole conversation as 'input'");
            }
        }

        if (json.FindBool(json.Root, "background"u8) is true)
        {
            throw json.Wrong("background"u8, "'background' cannot be asked of a provider of another dialect: leave it out, or stream");
        }
    }

    private static List<Tool> ReadTools(JsonRequest json, List<Tool> found)
    {
        List<Tool> tools = [];
        var said = json.FindArray(json.Root, "tools"u8);
        using (json.At("tools"))
        {
            ResponsesToolReader.Read(json, said, tools);
        }

        // what a search found may be offered too
        tools.AddRange(found.Where(f => f is not Tool.Function function || !tools.Exists(t => t is Tool.Function known && known.Name == function.Name)));
        return tools;
    }

    private static Sampling ReadSampling(JsonRequest json) => new()
    {
        MaxTokens = json.FindInt(json.Root, "max_output_tokens"u8),
        Temperature = json.FindNumber(json.Root, "temperature"u8),
        TopP = json.FindNumber(json.Root, "top_p"u8),
    };
}
