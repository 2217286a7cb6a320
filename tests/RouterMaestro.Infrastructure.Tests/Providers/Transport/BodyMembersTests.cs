using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Infrastructure.Providers.Transport;

namespace RouterMaestro.Infrastructure.Tests.Providers.Transport;

public sealed class BodyMembersTests
{
    [Theory]
    [InlineData("""{"model":"m"}""", """{"tier":1,"model":"m"}""")]
    [InlineData("""{ "tier" : "auto" , "model":"m" }""", """{ "tier" : 1 , "model":"m" }""")]
    [InlineData("""{"model":"m","tier":{"a":[1,{"tier":2}]}}""", """{"model":"m","tier":1}""")]
    [InlineData("""{"metadata":{"tier":2},"model":"tier"}""", """{"tier":1,"metadata":{"tier":2},"model":"tier"}""")]
    [InlineData("""{"t\u0069er":2,"model":"m"}""", """{"t\u0069er":1,"model":"m"}""")]
    [InlineData("""{"tier":2,"model":"m","tier":3}""", """{"tier":1,"model":"m","tier":1}""")]
    public void A_member_at_the_top_is_replaced_or_added_and_all_else_stays(string body, string expected) =>
        Assert.Equal(expected, Edit(body, new() { ["tier"] = RawJson.Parse("1") }));

    [Fact]
    public void Several_members_are_set_at_once() => Assert.Equal(
        """{"a":true,"c":null,"b":2,"model":"m"}""",
        Edit("""{"b":1,"model":"m"}""", new() { ["a"] = RawJson.Parse("true"), ["b"] = RawJson.Parse("2"), ["c"] = RawJson.Parse("null") }));

    private static string Edit(string body, Dictionary<string, RawJson> members)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var text = new StringBuilder();
        var at = 0;
        foreach (var (range, replacement) in BodyMembers.EditsOf(bytes, members))
        {
            text.Append(Encoding.UTF8.GetString(bytes[at..range.Start])).Append(Encoding.UTF8.GetString(replacement.Span));
            at = range.End;
        }

        return text.Append(Encoding.UTF8.GetString(bytes[at..])).ToString();
    }
}
