using RouterMaestro.Application.Affinity;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Tests.Affinity;

public sealed class CallSignaturesTests
{
    private readonly AffinityStore _store = new();

    [Theory]
    [InlineData("""{"a":1,"b":[1.50,"\u00e9/"]}""", """ {"b": [1.5, "é\/"], "a": 1.0} """)]
    [InlineData("{}", "")]
    [InlineData("[1", "[1")]
    public void A_call_is_recognised_by_what_its_arguments_mean(string made, string returned)
    {
        Of("ann").Remember(Call("id", made), "s");

        Assert.Equal("s", Of("ann").Find(Call("id", returned)));
    }

    [Theory]
    [InlineData("id", """{"a":2}""", "ann", "p")]
    [InlineData("id", """{"a":"1"}""", "ann", "p")]
    [InlineData("id", """{"a":1,"b":null}""", "ann", "p")]
    [InlineData("id", "[1", "ann", "p")]
    [InlineData("other", """{"a":1}""", "ann", "p")]
    [InlineData("id", """{"a":1}""", "bob", "p")]
    [InlineData("id", """{"a":1}""", null, "p")]
    [InlineData("id", """{"a":1}""", "ann", "q")]
    public void Another_call_caller_or_provider_is_another(string id, string arguments, string? caller, string provider)
    {
        Of("ann").Remember(Call("id", """{"a":1}"""), "s");

        Assert.Null(Of(caller, provider).Find(Call(id, arguments)));
    }

    [Fact]
    public void An_id_counts_in_the_form_in_which_the_caller_gets_it()
    {
        static string Fit(string id) => id.Replace('.', '_');
        new CallSignatures(_store, "p", null, Fit).Remember(Call("a.b", "{}"), "s");

        Assert.Equal("s", new CallSignatures(_store, "p", null, Fit).Find(Call("a_b", "{}")));
    }

    private static ToolCallPart Call(string id, string arguments) => ToolCallPart.FromText(id, "f", arguments);

    private CallSignatures Of(string? caller, string provider = "p") => new(_store, provider, caller, static id => id);
}
