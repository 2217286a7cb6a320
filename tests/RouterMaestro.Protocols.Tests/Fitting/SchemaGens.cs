using System.Text.Json.Nodes;
using CsCheck;
using RouterMaestro.Domain;

namespace RouterMaestro.Protocols.Tests.Fitting;

/// <summary>JSON schemas of every kind that generators write, and some that none does.</summary>
internal static class SchemaGens
{
    private static readonly string[] _names = ["a", "b", "type", "items", "$ref"];

    private static readonly string[] _leaves =
    [
        """{"type":"string"}""", """{"type":["string","null"]}""", """{"type":"integer","minimum":1,"maximum":5,"description":"how many"}""",
        """{"type":"string","minLength":2,"maxLength":9}""", """{"type":"string","format":"uuid"}""", """{"type":"string","format":"uri"}""",
        """{"type":"string","format":"color"}""", """{"type":"string","pattern":"^\\d+$"}""", """{"type":"string","pattern":"(?=x)\\bx"}""",
        """{"enum":["x",1,null]}""", """{"type":"string","enum":["x"]}""", """{"enum":[{"x":1}]}""", """{"const":null}""", """{"const":["x"]}""",
        """{"type":"number","multipleOf":0.5,"exclusiveMinimum":0}""", "{}", "true", "false", """{"description":"anything"}""", """{"type":"array"}""",
        """{"type":"object"}""", """{"$ref":"#/$defs/d"}""", """{"$ref":"#/$defs/d","description":"a d"}""", """{"allOf":[{"$ref":"#/$defs/d"}]}""",
        """{"$ref":"#"}""", """{"$ref":"https://x.test/y"}""", """{"not":{"type":"null"}}""", """{"contentMediaType":"text/html","type":"string"}""",
        """{"minimum":0}""", """{"\u0074ype":"object"}""", """{"type":"array","items":{"type":"object","properties":{"z":{}}},"minItems":2,"uniqueItems":true}""",
        """{"type":"object","properties":null,"required":null}""", """{"type":"object","properties":[],"additionalProperties":false}""",
        """{"type":"integer","minimum":1,"exclusiveMinimum":true,"maximum":9,"exclusiveMaximum":false}""", """{"type":"array","items":[]}""",
        """{"type":"string","default":null,"enum":null,"description":null}""", """{"type":"array","items":null}""",
    ];

    private static readonly Gen<JsonNode?> _leaf = Gen.Int[0, _leaves.Length - 1].Select(i => JsonNode.Parse(_leaves[i]));

    private static readonly Gen<JsonNode?> _any = Gen.Recursive<JsonNode?>((depth, inner) => depth > 2 ? _leaf : Gen.Frequency((3, _leaf), (4, Object(inner)), (2, List(inner)), (2, Combination(inner))));

    /// <summary>Gets schemas of tools and outputs; they may be broken in many ways.</summary>
    public static Gen<RawJson> All { get; } = Gen.Select(Gen.Frequency((4, Object(_any)), (2, Combination(_any)), (1, _any)), _any, (schema, definition) =>
    {
        if (schema is JsonObject root)
        {
            root["$defs"] = new JsonObject { ["d"] = definition?.DeepClone() };
        }

        return RawJson.Parse(schema!.ToJsonString());
    });

    private static Gen<JsonNode?> Object(Gen<JsonNode?> inner) => Gen.Select(
        Gen.Select(Gen.Int[0, _names.Length - 1], inner, Gen.Bool).Array[0, 3],
        Gen.Int[0, 6],
        Gen.Int[0, 5],
        inner,
        (members, closing, rest, more) =>
        {
            var schema = new JsonObject { ["type"] = rest == 5 ? new JsonArray("object", "null") : "object" };
            if (rest == 4)
            {
                schema.Remove("type");
            }

            if (members.Length > 0 || rest < 3)
            {
                schema["properties"] = new JsonObject(members.DistinctBy(m => m.Item1).Select(m => KeyValuePair.Create(_names[m.Item1], m.Item2?.DeepClone())));
                schema["required"] = new JsonArray([.. members.DistinctBy(m => m.Item1).Where(m => m.Item3).Select(m => JsonValue.Create(_names[m.Item1]))]);
            }

            switch (closing)
            {
                case < 3:
                    schema["additionalProperties"] = false;
                    break;
                case 3:
                    schema["additionalProperties"] = true;
                    break;
                case 4:
                    schema["additionalProperties"] = more?.DeepClone();
                    break;
                case 5:
                    schema["patternProperties"] = new JsonObject { ["^x"] = more?.DeepClone() };
                    break;
            }

            if (rest == 2)
            {
                schema["anyOf"] = new JsonArray(new JsonObject { ["required"] = new JsonArray("a") }, more?.DeepClone());
            }

            return (JsonNode?)schema;
        });

    private static Gen<JsonNode?> List(Gen<JsonNode?> inner) => Gen.Select(inner, inner, Gen.Int[0, 4], (one, other, form) => (JsonNode?)(form switch
    {
        0 => new JsonObject { ["type"] = "array", ["prefixItems"] = new JsonArray(one?.DeepClone(), other?.DeepClone()) },
        1 => new JsonObject { ["type"] = "array", ["items"] = new JsonArray(one?.DeepClone(), other?.DeepClone()), ["additionalItems"] = false },
        2 => new JsonObject { ["items"] = one?.DeepClone() },
        _ => new JsonObject { ["type"] = "array", ["items"] = one?.DeepClone(), ["maxItems"] = form },
    }));

    private static Gen<JsonNode?> Combination(Gen<JsonNode?> inner) => Gen.Select(inner.Array[1, 3], Gen.Int[0, 2], Gen.Bool, (branches, kind, isTyped) =>
    {
        var schema = new JsonObject { [kind == 0 ? "anyOf" : kind == 1 ? "oneOf" : "allOf"] = new JsonArray([.. branches.Select(b => b?.DeepClone())]) };
        if (isTyped)
        {
            schema["type"] = "object";
        }

        return (JsonNode?)schema;
    });
}
