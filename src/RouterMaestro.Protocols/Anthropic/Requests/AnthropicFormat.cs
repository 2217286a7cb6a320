using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Fitting;

namespace RouterMaestro.Protocols.Anthropic.Requests;

/// <summary>
/// The format of the response: a closed schema goes into <c>output_config</c>; any JSON object, a schema that cannot be closed, or any schema
/// where the model takes none, needs a forced tool or an instruction.
/// </summary>
internal sealed class AnthropicFormat
{
    // bounds in a schema appear in the header of losses by their names
    private const string Place = "response_format.schema.";

    private readonly RawJson? _open;

    private AnthropicFormat(RawJson? closed, RawJson? open) => (Closed, _open) = (closed, open);

    /// <summary>Gets the schema for <c>output_config</c>; null if it has none.</summary>
    public RawJson? Closed { get; }

    /// <summary>Chooses the form of a format.</summary>
    /// <param name="format">The caller's format; null if there is none.</param>
    /// <param name="budget">Gives up the schema's share.</param>
    /// <param name="losses">Receives what the schema loses.</param>
    /// <returns>The form; null without a format.</returns>
    public static AnthropicFormat? Of(OutputFormat? format, AnthropicStrictBudget budget, LossSink losses)
    {
        if (format is not OutputFormat.JsonSchema { Schema: var schema })
        {
            return format is null ? null : new(null, null);
        }

        if (AnthropicSchemas.Close(schema) is { } closed && budget.TryTake(closed.Schema, isTool: false))
        {
            closed.Report(losses, Place);
            return new(closed.Schema, null);
        }

        return new(null, schema);
    }

    /// <summary>Returns true if a forced tool can take the response: its input is always an object.</summary>
    public bool FitsTool() => Closed is null && (_open is null || FormatFit.DescribesObject(_open));

    /// <summary>Writes the forced tool.</summary>
    public void WriteTool(Utf8JsonWriter json, LossSink losses)
    {
        if (_open is null || !FormatFit.SaysMore(_open))
        {
            ForcedJsonTool.WriteTool(json, null);
            return;
        }

        var schema = AnthropicSchemas.ForTool(_open);
        schema.Report(losses, Place);
        ForcedJsonTool.WriteTool(json, schema.Schema);
    }

    /// <summary>Gets the instruction for a response that neither <c>output_config</c> nor a forced tool can hold to its format.</summary>
    public string Instruction => FormatFit.Instruction(_open);
}
