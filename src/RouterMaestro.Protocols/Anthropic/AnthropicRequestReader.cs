using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Reads a Messages request.</summary>
internal static class AnthropicRequestReader
{
    private static readonly byte[][] _known =
    [
        .. AnthropicNames.Of(
            "model", "messages", "system", "stream", "max_tokens", "temperature", "top_p", "top_k", "stop_sequences", "metadata", "tools"),
        .. AnthropicNames.Of("tool_choice", "thinking", "output_config", "output_format"),
    ];

    /// <exception cref="RouterException">The request is not valid.</exception>
    public static ChatRequest Read(ReadOnlyMemory<byte> body, RequestHints hints, LossSink losses)
    {
        using var json = JsonRequest.Parse(body, losses);
        var root = json.Root;
        RefuseThread(json);
        return new ChatRequest(hints.Model ?? json.TakeString(root, "model"u8), AnthropicMessageReader.Read(json))
        {
            Stream = hints.Stream ?? json.FindBool(root, "stream"u8) ?? false,
            Tools = AnthropicToolReader.Read(json),
            ToolChoice = AnthropicToolReader.ReadChoice(json),
            ParallelToolCalls = AnthropicToolReader.ReadParallel(json),
            Sampling = ReadSampling(json),
            Reasoning = AnthropicSettingsReader.ReadReasoning(json),
            OutputFormat = AnthropicSettingsReader.ReadFormat(json),
            User = ReadUser(json),
            Extensions = ReadExtensions(json),
        };
    }

    /// <summary>A thread lives at the provider that began it. These answers make the official clients carry on without it.</summary>
    private static void RefuseThread(JsonRequest json)
    {
        var thread = json.Root.Find("thread"u8);
        if (thread.ValueKind != JsonValueKind.Undefined)
        {
            var continues = thread.ValueKind == JsonValueKind.Object && thread.Find("previous_message_id"u8).ValueKind == JsonValueKind.String;
            var error = RouterError.Invalid("thread", "Message threads cannot be carried to a provider of another dialect.");
            throw new RouterException(error with { Code = continues ? AnthropicErrors.ThreadNotFound : AnthropicErrors.ThreadUnsupported });
        }
    }

    private static Sampling ReadSampling(JsonRequest json) => new()
    {
        MaxTokens = json.FindInt(json.Root, "max_tokens"u8),
        Temperature = json.FindNumber(json.Root, "temperature"u8),
        TopP = json.FindNumber(json.Root, "top_p"u8),
        TopK = json.FindInt(json.Root, "top_k"u8),
        StopSequences = json.FindStrings(json.Root, "stop_sequences"u8),
    };

    private static string? ReadUser(JsonRequest json)
    {
        var metadata = json.FindObject(json.Root, "metadata"u8);
        if (metadata.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var member in metadata.EnumerateObject())
        {
            if (!member.NameEquals("user_id"u8))
            {
                json.Losses.Add($"metadata.{JsonBody.NameOf(member)}");
            }
        }

        using (json.At("metadata"))
        {
            return json.FindString(metadata, "user_id"u8);
        }
    }

    private static Extensions ReadExtensions(JsonRequest json)
    {
        List<ExtensionField>? fields = null;
        json.Document.Collect(json.Root, _known, "", ref fields);
        AnthropicSettingsReader.CollectExtensions(json, ref fields);
        return fields is null ? Extensions.None : new(WireProtocol.AnthropicMessages, fields.ToEquatableArray());
    }
}
