using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Application.Translation;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Output;

/// <summary>Prints a translated body and what it lost, or both as JSON.</summary>
internal sealed class TranslationReport(CliEnvironment environment)
{
    /// <summary>Prints the result.</summary>
    /// <param name="translated">The result.</param>
    /// <param name="asJson">Whether to print one JSON object.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public async Task PrintAsync(TranslatedBody translated, bool asJson, CancellationToken cancellationToken)
    {
        if (asJson)
        {
            var document = new JsonObject
            {
                ["body"] = ToNode(translated.Body),
                ["losses"] = new JsonArray([.. translated.Losses.Select(field => JsonValue.Create(field))]),
            };
            await environment.Out.WriteLineAsync(JsonSerializer.Serialize(document, CliJson.Default.JsonObject));
            return;
        }

        // the bytes go out as they are: a text writer would decode them, and write them in the terminal's encoding
        try
        {
            await using var output = environment.OpenOutput();
            await output.WriteAsync(translated.Body, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OutputFailedException(exception);
        }

        if (environment.IsTerminal && translated.Body.Span is not [.., (byte)'\n'])
        {
            await environment.Out.WriteLineAsync();
        }

        foreach (var field in translated.Losses)
        {
            environment.Error.WriteLine($"lost: {field}");
        }
    }

    // a stream is no JSON, and becomes a string
    private static JsonNode? ToNode(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonNode.Parse(body.Span);
        }
        catch (JsonException)
        {
            return JsonValue.Create(Encoding.UTF8.GetString(body.Span));
        }
    }
}
