using System.Text.Json;
using CsCheck;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Requests;
using RouterMaestro.Protocols.OpenAI.Shared;
using RouterMaestro.Testing.Requests;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Fitting;

/// <summary>
/// The laws of fitted schemas, judged by the rules of the simulated providers, which share no code with ours: what a provider takes stays
/// the same, what it gets it takes, and a fitted schema is not fitted again.
/// </summary>
public sealed class SchemaPropertyTests
{
    private const long Rounds = 20_000;

    private static readonly RequestTarget _openAI = Targets.Of("gpt-4.1") with { IsOpenAIItself = true };
    private static readonly RequestTarget _compatible = Targets.Of("m");

    [Fact]
    public void Anthropic_takes_each_closed_schema_and_those_it_takes_stay() => SchemaGens.All.Sample(
        schema =>
        {
            var isTaken = AnthropicSchemaRules.ClosedFault(Json(schema)) is null;
            var closed = AnthropicSchemas.Close(schema);
            Assert.True(!isTaken || ReferenceEquals(schema, closed?.Schema), $"{schema} became {closed?.Schema}");
            if (closed is { Schema: var fitted })
            {
                Assert.True(AnthropicSchemaRules.ClosedFault(Json(fitted)) is not { } fault, $"{schema} became {fitted}: {AnthropicSchemaRules.ClosedFault(Json(fitted))}");
                Assert.Same(fitted, AnthropicSchemas.Close(fitted)?.Schema);
            }
        },
        iter: Rounds);

    [Fact]
    public void Anthropic_takes_the_schema_of_each_tool_and_those_it_takes_stay() => SchemaGens.All.Sample(
        schema =>
        {
            var fitted = AnthropicSchemas.ForTool(schema).Schema;
            Assert.True(AnthropicSchemaRules.ToolFault(Json(schema)) is not null || ReferenceEquals(schema, fitted), $"{schema} became {fitted}");
            Assert.True(!MayBeObject(schema) || AnthropicSchemaRules.ToolFault(Json(fitted)) is null, $"{schema} became {fitted}");
            Assert.Same(fitted, AnthropicSchemas.ForTool(fitted).Schema);
        },
        iter: Rounds);

    [Fact]
    public void OpenAI_takes_the_schema_of_each_tool_and_those_it_takes_stay() => SchemaGens.All.Sample(
        schema =>
        {
            var fitted = OpenAISchemas.ForTool(Tool(schema), _openAI, new LossSink());
            // a reference there is no fault by OpenAI's words, but hides the properties that it asks for
            var isTaken = OpenAISchemaRules.Fault(Json(schema), isStrict: false) is null && !Json(schema).TryGetProperty("$ref", out _);
            Assert.True(!isTaken || ReferenceEquals(schema, fitted), $"{schema} became {fitted}");
            Assert.True(!MayBeObject(schema) || OpenAISchemaRules.Fault(Json(fitted), isStrict: false) is null, $"{schema} became {fitted}");
            Assert.Same(fitted, OpenAISchemas.ForTool(Tool(fitted), _openAI, new LossSink()));
        },
        iter: Rounds);

    [Fact]
    public void What_another_server_gets_means_the_same_and_misses_nothing() => SchemaGens.All.Sample(
        schema =>
        {
            var losses = new LossSink();
            var fitted = OpenAISchemas.ForTool(Tool(schema), _compatible, losses);
            Assert.True(losses.IsEmpty, $"{schema} became {fitted}");
            Assert.Same(fitted, OpenAISchemas.ForTool(Tool(fitted), _compatible, losses));
            Assert.All(SchemaObjects.Of(Json(fitted)), s => Assert.False(
                SchemaObjects.TypesOf(s.Schema).Contains("array") && s.Schema.ValueKind == JsonValueKind.Object && !s.Schema.TryGetProperty("items", out _)));
        },
        iter: Rounds);

    [Fact]
    public void OpenAI_enforces_exactly_the_schemas_that_are_strict() => SchemaGens.All.Sample(
        schema => Assert.Equal(OpenAISchemaRules.Fault(Json(schema), isStrict: true) is null, OpenAIStrictSchemas.Accepts(schema)),
        iter: Rounds);

    /// <summary>Every schema in the recorded requests, as tool and as output.</summary>
    [SharedDataFact]
    public void Recorded_schemas_are_taken_too()
    {
        var schemas = RecordedSchemas.All;
        Assert.True(schemas.Count > 50, $"{schemas.Count} schemas");
        Assert.All(schemas, schema =>
        {
            Assert.Null(AnthropicSchemaRules.ToolFault(Json(AnthropicSchemas.ForTool(schema).Schema)));
            Assert.Null(OpenAISchemaRules.Fault(Json(OpenAISchemas.ForTool(Tool(schema), _openAI, new LossSink())), isStrict: false));
            Assert.True(AnthropicSchemas.Close(schema) is not { Schema: var closed } || AnthropicSchemaRules.ClosedFault(Json(closed)) is null, schema.ToString());
        });
    }

    // a schema whose only type is another one can be the input of no tool, and the provider says so
    private static bool MayBeObject(RawJson schema) =>
        Json(schema) is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("type", out _) || SchemaObjects.TypesOf(root).Contains("object");

    private static Tool.Function Tool(RawJson schema) => new("f", null, schema);

    private static JsonElement Json(RawJson schema) => JsonDocument.Parse(schema.Utf8).RootElement;
}
