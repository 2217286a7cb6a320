using CsCheck;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Tools;

namespace RouterMaestro.Protocols.Tests.Laws;

/// <summary>The ids of calls: unique in a conversation, the same for a call and its result, and the same in the next turn.</summary>
public class CallIdTests
{
    private static readonly Gen<List<(string Id, bool IsNewTurn)>> _calls = Gen.Select(Gen.OneOf("", "call_0", "call_0_2", "k", "functions.f:0"), Gen.Bool).List[0, 8];

    [Fact]
    public void Ids_are_unique_and_each_result_names_its_call() => _calls.Sample(calls =>
    {
        var request = Conversation(calls);
        var unique = CallIds.MakeUnique(request);

        var ids = unique.Messages.SelectMany(m => m.Parts).OfType<ToolCallPart>().Select(c => c.Id).ToList();
        Assert.DoesNotContain("", ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        foreach (var turn in Enumerable.Range(0, unique.Messages.Count / 2))
        {
            Assert.Equal(
                unique.Messages[2 * turn].Parts.Cast<ToolCallPart>().Select(c => c.Id),
                unique.Messages[(2 * turn) + 1].Parts.Cast<ToolResultPart>().Select(r => r.CallId));
        }
    });

    [Fact]
    public void Later_turns_do_not_change_the_ids_of_earlier_ones() => _calls.Sample(calls =>
    {
        var whole = CallIds.MakeUnique(Conversation(calls)).Messages;
        for (var turns = 0; turns < whole.Count; turns += 2)
        {
            Assert.Equal(whole.Take(turns), CallIds.MakeUnique(new("m", Conversation(calls).Messages.Take(turns).ToEquatableArray())).Messages);
        }
    });

    [Fact]
    public void A_request_whose_ids_are_unique_is_the_same_one()
    {
        var request = Conversation([("a", true), ("b", false), ("c", true)]);

        Assert.Same(request, CallIds.MakeUnique(request));
    }

    [Fact]
    public void A_call_of_an_earlier_turn_without_a_result_does_not_get_a_later_one()
    {
        var request = new ChatRequest("m",
        [
            new(Role.Assistant, [ToolCallPart.FromText("k", "f", "{}")]),
            new(Role.User, [new TextPart("stop")]),
            new(Role.Assistant, [ToolCallPart.FromText("k", "f", "{}")]),
            new(Role.User, [new ToolResultPart("k", [new TextPart("two")])]),
        ]);

        var unique = CallIds.MakeUnique(request);

        Assert.Equal("k_2", ((ToolCallPart)unique.Messages[2].Parts[0]).Id);
        Assert.Equal("k_2", ((ToolResultPart)unique.Messages[3].Parts[0]).CallId);
    }

    [Fact]
    public void Calls_of_a_response_have_ids_that_no_other_call_of_the_conversation_has()
    {
        var calls = new ResponseCalls(new(), () => "0123456789abcdef0123")
        {
            Request = Conversation([("call_0", true)]) with { Tools = [new Tool.Function("f", null, null)] },
        };

        var response = calls.Apply(new([Call("call_0"), Call(""), Call("k"), Call("k")], FinishReason.ToolCalls, null));

        Assert.Equal(["call_0123456789abcdef00", "call_0123456789abcdef01", "k", "call_0123456789abcdef02"], response.Parts.Cast<ToolCallPart>().Select(c => c.Id));
    }

    private static ToolCallPart Call(string id) => ToolCallPart.FromText(id, "f", "{}");

    private static ChatRequest Conversation(List<(string Id, bool IsNewTurn)> calls)
    {
        List<List<string>> turns = [];
        foreach (var (id, isNewTurn) in calls)
        {
            if (isNewTurn || turns.Count == 0)
            {
                turns.Add([]);
            }

            turns[^1].Add(id);
        }

        return new("m", turns.SelectMany(ids => (Message[])
        [
            new(Role.Assistant, [.. ids.Select(Call)]),
            new(Role.User, [.. ids.Select(id => new ToolResultPart(id, [new TextPart("r")]))]),
        ]).ToEquatableArray());
    }
}
