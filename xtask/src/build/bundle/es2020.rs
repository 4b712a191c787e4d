//! Finds syntax that is newer than the package's target: the minifier adds none, but it leaves what is there.

use oxc::ast::ast::{
    AccessorProperty, ArrowFunctionExpression, AssignmentExpression, AwaitExpression, ForOfStatement,
    Function, PrivateIdentifier, Program, PropertyDefinition, RegExpFlags, RegExpLiteral, StaticBlock,
};
use oxc::ast_visit::{Visit, walk};
use oxc::span::Span;
use oxc::syntax::scope::ScopeFlags;

/// Syntax that a browser of 2020 cannot parse.
#[derive(Debug)]
pub(super) struct TooNew {
    pub(super) what: &'static str,
    pub(super) span: Span,
}

/// Refuses the first piece of syntax that ES2020 does not have.
pub(super) fn check(program: &Program<'_>) -> Result<(), TooNew> {
    let mut visitor = Visitor::default();
    visitor.visit_program(program);
    visitor.too_new.map_or(Ok(()), Err)
}

#[derive(Default)]
struct Visitor {
    too_new: Option<TooNew>,
    functions: u32,
}

impl Visitor {
    fn refuse(&mut self, what: &'static str, span: Span) {
        self.too_new.get_or_insert(TooNew { what, span });
    }
}

impl<'a> Visit<'a> for Visitor {
    fn visit_function(&mut self, function: &Function<'a>, flags: ScopeFlags) {
        self.functions += 1;
        walk::walk_function(self, function, flags);
        self.functions -= 1;
    }

    fn visit_arrow_function_expression(&mut self, function: &ArrowFunctionExpression<'a>) {
        self.functions += 1;
        walk::walk_arrow_function_expression(self, function);
        self.functions -= 1;
    }

    fn visit_await_expression(&mut self, it: &AwaitExpression<'a>) {
        if self.functions == 0 {
            self.refuse("`await` at the top level", it.span);
        }
        walk::walk_await_expression(self, it);
    }

    fn visit_for_of_statement(&mut self, it: &ForOfStatement<'a>) {
        if it.r#await && self.functions == 0 {
            self.refuse("`for await` at the top level", it.span);
        }
        walk::walk_for_of_statement(self, it);
    }

    fn visit_assignment_expression(&mut self, it: &AssignmentExpression<'a>) {
        if it.operator.is_logical() {
            self.refuse("an assignment with `??=`, `||=` or `&&=`", it.span);
        }
        walk::walk_assignment_expression(self, it);
    }

    fn visit_property_definition(&mut self, it: &PropertyDefinition<'a>) {
        self.refuse("a class field", it.span);
        walk::walk_property_definition(self, it);
    }

    fn visit_accessor_property(&mut self, it: &AccessorProperty<'a>) {
        self.refuse("an accessor field", it.span);
        walk::walk_accessor_property(self, it);
    }

    fn visit_static_block(&mut self, it: &StaticBlock<'a>) {
        self.refuse("a static block", it.span);
        walk::walk_static_block(self, it);
    }

    fn visit_private_identifier(&mut self, it: &PrivateIdentifier<'a>) {
        self.refuse("a private name (`#…`)", it.span);
    }

    fn visit_reg_exp_literal(&mut self, it: &RegExpLiteral<'a>) {
        if it.regex.flags.intersects(RegExpFlags::D | RegExpFlags::V) {
            self.refuse("a regular expression's flag `d` or `v`", it.span);
        }
    }
}
