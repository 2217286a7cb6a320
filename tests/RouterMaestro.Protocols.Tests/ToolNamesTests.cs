using System.Text.RegularExpressions;
using CsCheck;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Tests.Laws;
using RouterMaestro.Protocols.Tools;

namespace RouterMaestro.Protocols.Tests;

public class ToolNamesTests
{
    private static readonly Gen<WireProtocol> _target = Gen.OneOf([.. WireProtocol.All]);

    // names that begin alike, lie about the limits, or hold what is not allowed
    private static readonly Gen<string> _name = Gen.Select(
        Gen.OneOf(0, 1, 54, 55, 63, 64, 118, 119, 127, 128, 300),
        Gen.OneOf("a", "b", "_", "-", ".", ":", "/", " ", "é", "😀", "\n", "\"").Array[1, 4],
        (length, end) => new string('n', length) + string.Concat(end));

    [Theory]
    [InlineData("weather.get", "messages", "weather_get_b8affdae")]
    [InlineData("a:b/c", "chat", "a_b_c_fb745651")]
    public void Other_characters_give_way(string name, string target, string expected) =>
        Assert.Equal(expected, Assert.IsType<Tool.Function>(Fit(Offering(name), target).Request.Tools[0]).Name);

    [Theory]
    [InlineData("chat", 64)]
    [InlineData("responses", 64)]
    [InlineData("messages", 128)]
    public void What_may_stay_is_the_same_request(string target, int longest)
    {
        var request = Offering(new string('n', longest), "a_b-C9") with { Messages = [Calling("old")] };

        var (told, names) = Fit(request, target);

        Assert.Same(request, told);
        Assert.Null(names);
        Assert.NotNull(Fit(Offering(new string('n', longest + 1)), target).Names);
    }

    [Fact]
    public void Tools_choice_and_history_keep_together()
    {
        var request = Offering("a.b", "plain") with { ToolChoice = new ToolChoice.Specific("a.b"), Messages = [Calling("a.b", "plain", "gone.since")] };

        var (told, names) = Fit(request, "chat");

        var calls = NamesOf(told.Messages[0].Parts);
        Assert.Equal([calls[0], "plain"], told.Tools.Select(t => ((Tool.Function)t).Name));
        Assert.Equal(new ToolChoice.Specific(calls[0]), told.ToolChoice);
        Assert.Equal("plain", calls[1]);
        Assert.StartsWith("gone_since_", calls[2], StringComparison.Ordinal);
        Assert.Equal(["a.b", "plain", "gone.since", "never_offered"], Restored(names!, [.. calls, "never_offered"]));
    }

    [Fact]
    public void A_choice_of_what_is_not_offered_stays_for_the_writer_to_lose() =>
        Assert.Equal(
            new ToolChoice.Specific("x.y"),
            Fit(Offering("a.b") with { ToolChoice = new ToolChoice.Specific("x.y") }, "messages").Request.ToolChoice);

    [Fact]
    public void A_name_that_is_another_tools_is_not_given_again()
    {
        var fitted = ((Tool.Function)Fit(Offering("a.b"), "chat").Request.Tools[0]).Name;

        var (told, names) = Fit(Offering("a.b", fitted), "chat");

        var given = ((Tool.Function)told.Tools[0]).Name;
        Assert.NotEqual(fitted, given);
        Assert.Equal(fitted, ((Tool.Function)told.Tools[1]).Name);
        Assert.Equal(["a.b", fitted], Restored(names!, [given, fitted]));
    }

    [Fact]
    public void A_tool_of_free_text_is_renamed_wherever_its_name_stands()
    {
        var alias = new ToolAlias(ToolForm.FreeText, "a.b");
        var request = new ChatRequest("m", [new(Role.Assistant, [new ToolCallPart("c1", "a.b", RawJson.EmptyObject) { Alias = alias }])])
        {
            Tools = [new Tool.Function("a.b", null, null) { Alias = alias }],
        };

        var told = Fit(request, "responses").Request;

        var function = Assert.IsType<Tool.Function>(told.Tools[0]);
        Assert.NotEqual("a.b", function.Name);
        Assert.Equal(alias with { Name = function.Name }, function.Alias);
        Assert.Equal(function.Alias, Assert.IsType<ToolCallPart>(told.Messages[0].Parts[0]).Alias);
    }

    [Fact]
    public void A_tool_of_a_group_stays_where_groups_are_known()
    {
        var request = new ChatRequest("m", [Calling("a.b__c")])
        {
            Tools = [new Tool.Function("a.b__c", null, null) { Alias = new(ToolForm.Function, "c", "a.b") }],
        };

        Assert.Same(request, Fit(request, "responses").Request);
        Assert.Null(Fit(request, "responses").Names);
        Assert.NotNull(Fit(request, "chat").Names);
    }

    [Fact]
    public void Fitted_names_are_allowed_stay_apart_are_always_the_same_and_lead_back() =>
        Gen.Select(_name.HashSet[1, 8].Select(n => n.ToArray()), _target).Sample(
            (own, target) =>
            {
                var pattern = target == WireProtocol.AnthropicMessages ? @"^[a-zA-Z0-9_-]{1,128}\z" : @"^[a-zA-Z0-9_-]{1,64}\z";
                var request = Offering(own) with { Messages = [Calling(own)] };

                var (told, names) = Fit(request, target.Name);

                var fitted = told.Tools.Select(t => ((Tool.Function)t).Name).ToArray();
                Assert.All(fitted, name => Assert.Matches(new Regex(pattern), name));
                Assert.Equal(own.Length, fitted.Distinct().Count());
                Assert.Equal(fitted, NamesOf(told.Messages[0].Parts));
                Assert.Equal(own, names is null ? fitted : Restored(names, fitted));
                Assert.Equal(own, names is null ? fitted : fitted.Select(name => RestoredStart(names, name)));
                Assert.Equal(fitted, own.Select(name => ((Tool.Function)Fit(Offering(name), target.Name).Request.Tools[0]).Name));
            },
            iter: 500);

    private static (ChatRequest Request, ToolNames? Names) Fit(ChatRequest request, string target) => ToolNames.Fit(request, LawCodec.Get(target).Outbound.Description);

    private static ChatRequest Offering(params string[] names) =>
        new("m", []) { Tools = names.Select(name => (Tool)new Tool.Function(name, null, null)).ToEquatableArray() };

    private static Message Calling(params string[] names) => new(Role.Assistant, Calls(names));

    private static EquatableArray<ContentPart> Calls(IEnumerable<string> names) =>
        names.Select((name, at) => (ContentPart)new ToolCallPart($"c{at}", name, RawJson.EmptyObject)).ToEquatableArray();

    private static List<string> NamesOf(IEnumerable<ContentPart> parts) => [.. parts.Cast<ToolCallPart>().Select(c => c.Name)];

    private static List<string> Restored(ToolNames names, string[] called) =>
        NamesOf(names.Restore(new ChatResponse(Calls(called), FinishReason.ToolCalls, null)).Parts);

    private static string RestoredStart(ToolNames names, string called)
    {
        JsonText name = called;
        var restored = names.Restore(ChatEventSpan.ToolCallStarted(3, "c1"u8, name.Escaped.Span));
        Assert.Equal((3, PartKind.ToolCall, "c1"), (restored.Index, restored.PartKind, System.Text.Encoding.UTF8.GetString(restored.CallId)));
        return JsonText.CopyEscaped(restored.Name).ToString();
    }
}
