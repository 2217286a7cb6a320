using System.Text;
using RouterMaestro.Protocols.Schemas;

namespace RouterMaestro.Protocols.Tests.Fitting;

/// <summary>Schemas that are known are not read again, and others never pass for them.</summary>
public sealed class AcceptedSchemasTests
{
    [Fact]
    public void A_schema_is_read_once_and_one_that_differs_is_read_too()
    {
        var good = Encoding.UTF8.GetBytes("""{"type":"object","properties":{}}""");
        var bad = Encoding.UTF8.GetBytes("""{"type":"object","anyOf":[]}""");

        for (var time = 0; time < 3; time++)
        {
            Assert.True(AcceptedSchemas<NoUnions>.Holds(good));
            Assert.False(AcceptedSchemas<NoUnions>.Holds(bad));
        }

        Assert.Equal(1 + 3, NoUnions.Count);
    }

    [Fact]
    public void Schemas_that_differ_in_one_character_have_places_of_their_own()
    {
        var tools = Enumerable.Range(0, 16).Select(i => Encoding.UTF8.GetBytes($$"""{"type":"object","properties":{"limit":{"type":"integer","maximum":{{1000 + i}} } },"required":["limit"],"additionalProperties":false}""")).ToList();

        for (var turn = 0; turn < 10; turn++)
        {
            tools.ForEach(tool => Assert.True(AcceptedSchemas<Counted>.Holds(tool)));
        }

        // two of them may share a place
        Assert.InRange(Counted.Count, 16, 80);
    }

    [Fact]
    public void Any_schema_gets_the_verdict_of_the_rule()
    {
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 2000; i++)
            {
                var schema = Encoding.UTF8.GetBytes($$"""{"type":"object","title":"{{i}}"{{(i % 3 == 0 ? ",\"anyOf\":[]" : "")}}}""");

                Assert.Equal(i % 3 != 0, AcceptedSchemas<NoUnionsEither>.Holds(schema));
            }
        }
    }

    private readonly struct NoUnions : ISchemaRule
    {
        public static int Count { get; private set; }

        public static bool TakesBooleans => true;

        public static bool Accepts(in SchemaFacts facts)
        {
            Count += facts.IsRoot ? 1 : 0;
            return !facts.HasAny(SchemaKeyword.AnyOf);
        }
    }

    private readonly struct Counted : ISchemaRule
    {
        public static int Count { get; private set; }

        public static bool TakesBooleans => true;

        public static bool Accepts(in SchemaFacts facts)
        {
            Count += facts.IsRoot ? 1 : 0;
            return true;
        }
    }

    private readonly struct NoUnionsEither : ISchemaRule
    {
        public static bool TakesBooleans => true;

        public static bool Accepts(in SchemaFacts facts) => !facts.HasAny(SchemaKeyword.AnyOf);
    }
}
