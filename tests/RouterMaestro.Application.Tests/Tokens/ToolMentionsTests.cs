using System.Text;
using RouterMaestro.Application.Tokens;

namespace RouterMaestro.Application.Tests.Tokens;

public sealed class ToolMentionsTests
{
    [Theory]
    [InlineData("""{"messages":[{"content":[{"type":"tool_result","content":[{"type":"tool_reference","tool_name":"a"},{"tool_name":"b","type":"tool_reference"}]}]}]}""", "a,b")]
    [InlineData("""{"messages":[{"content":[{"type":"tool_addition","tool":{"name":"c","type":"tool_reference"}}]}]}""", "c")]
    [InlineData("""{"tools":[{"name":"d","input_schema":{"properties":{"type":{"type":"string"},"name":{"type":"string"}}}}],"x":"\"tool_reference\""}""", "")]
    [InlineData("""{"x":{"type":{"type":"tool_reference"},"name":"e"},"y":{"type":"tool_reference"}}""", "")]
    [InlineData("""{"messages":[]}""", "")]
    public void References_are_found_wherever_they_stand(string body, string names) =>
        Assert.Equal(names.Split(',', StringSplitOptions.RemoveEmptyEntries), ToolMentions.In(Encoding.UTF8.GetBytes(body)).Names.Order());

    [Fact]
    public void Tools_added_later_are_found()
    {
        Assert.True(ToolMentions.In("""{"input":[{"type":"additional_tools","tools":[]}]}"""u8).AreAnyLate);
        Assert.False(ToolMentions.In("""{"input":"hi"}"""u8).AreAnyLate);
    }
}
